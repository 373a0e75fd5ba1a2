"""From bytes to plain values, within limits, with the line and column of what is wrong."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from paraneo.issues import Notepad

MOST_BYTES = 10_000_000
MOST_DEPTH = 64
MOST_FINDINGS = 2_000

_JSON_POSITION = re.compile(r"\(byte (\d+)\)$")


def decode(data: bytes, notepad: Notepad) -> str | None:
    """The text of a file, or None with an issue: too large, empty, not UTF-8."""
    if len(data) > MOST_BYTES:
        notepad.error(
            "too-large",
            f"the file has {len(data):,} bytes, the limit for one case is {MOST_BYTES:,}",
            "give one case a file",
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        notepad.error("not-utf-8", f"byte {error.start} is not UTF-8", "save the file as UTF-8")
        return None
    if not text.strip():
        notepad.error("empty", "the file is empty", "give a GA4GH Phenopacket (JSON) or a paraneo case (YAML)")
        return None
    return text


def parse_json(text: str, notepad: Notepad) -> Any:
    """The value of a JSON text, or None with an issue that gives line and column."""
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        position = _JSON_POSITION.search(str(error))
        place = _line_and_column(text, int(position[1])) if position else "the end of the text"
        message = _JSON_POSITION.sub("", str(error)).removeprefix("JSON is malformed: ").strip()
        notepad.error("malformed-json", f"malformed JSON at {place}: {message}", "mend it there")
        return None
    except RecursionError:
        value = None
    if value is None or _depth(value) > MOST_DEPTH:
        notepad.error("too-deep", f"it is nested more than {MOST_DEPTH} levels deep", "give a flat case")
        return None
    return value


def parse_yaml(text: str, notepad: Notepad) -> Any:
    """The value of a YAML 1.2 text, or None with an issue that gives line and column.

    Anchors and aliases are refused: a case has no use for them, and a few lines of them can stand for gigabytes.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    class Plain(SafeConstructor):
        """Leaves dates as text: an impossible one is then reported like any other, at its place."""

    Plain.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = Plain
    depth = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if getattr(event, "anchor", None) is not None:
                line = event.start_mark.line + 1
                notepad.error("yaml-anchor", f"line {line} has an anchor or alias (& or *)", "write the value out")
                return None
            depth += {"MappingStartEvent": 1, "SequenceStartEvent": 1}.get(type(event).__name__, 0)
            depth -= {"MappingEndEvent": 1, "SequenceEndEvent": 1}.get(type(event).__name__, 0)
            if depth > MOST_DEPTH:
                notepad.error("too-deep", f"it is nested more than {MOST_DEPTH} levels deep", "give a flat case")
                return None
        return reader.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "an unknown place"
        notepad.error("malformed-yaml", f"malformed YAML at {place}: {error.problem or error.context}", "mend it there")
    except YAMLError as error:
        notepad.error("malformed-yaml", f"malformed YAML: {' '.join(str(error).split())}", "mend it")
    except RecursionError:
        notepad.error("too-deep", f"it is nested more than {MOST_DEPTH} levels deep", "give a flat case")
    except (ValueError, KeyError, OverflowError) as error:
        notepad.error("malformed-yaml", f"malformed YAML: {' '.join(str(error).split())[:80]}", "mend it")
    return None


def _line_and_column(text: str, byte: int) -> str:
    before = text.encode("utf-8")[:byte].decode("utf-8", errors="ignore")
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"


def _depth(value: Any) -> int:
    """How deep a value is nested; stops one level past the limit."""
    level, deep = [value], 0
    while level and deep <= MOST_DEPTH:
        deep += 1
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        level = inner
    return deep
