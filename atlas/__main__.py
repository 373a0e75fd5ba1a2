"""`python -m atlas [DIR]`: build the atlas of the program's own knowledge base."""

from __future__ import annotations

import argparse
from pathlib import Path

from atlas.build import Site
from paraneo.knowledge.store import load_knowledge

ROOT = Path(__file__).parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m atlas", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "atlas", metavar="DIR")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    Site(load_knowledge(), folder).build(ROOT / "docs")
    print(f"{folder}: {sum(1 for _ in folder.rglob('*.html'))} pages")


if __name__ == "__main__":
    main()
