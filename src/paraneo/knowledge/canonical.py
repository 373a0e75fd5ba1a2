"""The canonical form of a knowledge file: two spaces of indent, lists indented, lines of at most 118 characters.

ruamel.yaml's round trip keeps comments and quotes, so that a file can be formatted without losing what a curator wrote.
"""

from __future__ import annotations

import io
from pathlib import Path

from paraneo.knowledge.load import source_files

WIDTH = 118


def canonical(text: str) -> str:
    """The same YAML, comments included, as this project writes it.

    >>> canonical("a:   1")
    'a: 1\\n'
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(yaml.load(text), out)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def format_folder(folder: Path) -> list[Path]:
    """Write every file of a knowledge base in its canonical form; returns those that changed.

    Raises:
        ValueError: a file is malformed, and which; those before it are written.
    """
    from ruamel.yaml.error import YAMLError

    changed = []
    for path in source_files(folder):
        if path.suffix == ".yaml":
            before = path.read_text(encoding="utf-8")
            try:
                after = canonical(before)
            except YAMLError as error:
                raise ValueError(f"{path}: malformed YAML: {' '.join(str(error).split())}; mend it there.") from error
            if after != before:
                path.write_text(after, encoding="utf-8")
                changed.append(path)
    return changed
