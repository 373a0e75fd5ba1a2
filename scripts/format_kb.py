"""Write every file of kb/ in its canonical form: two spaces of indent, lists indented, lines of at most 118 characters.

python scripts/format_kb.py [FILE ...]
"""

import io
import sys
from pathlib import Path

from ruamel.yaml import YAML

KB = Path(__file__).parent.parent / "kb"


def canonical(text: str) -> str:
    """The same YAML, comments included, as this project writes it."""
    yaml = YAML()
    yaml.width = 118
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(yaml.load(text), out)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


if __name__ == "__main__":
    for path in [Path(name) for name in sys.argv[1:]] or sorted(KB.rglob("*.yaml")):
        before = path.read_text(encoding="utf-8")
        after = canonical(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(f"formatted {path}")
