"""Reads kb/ into structures: YAML 1.2, strict fields, and for every fault the file, the place and the fix."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from paraneo.issues import Notepad
from paraneo.knowledge import assumptions as assumed
from paraneo.knowledge import model

T = TypeVar("T")

FOLDERS: dict[str, type[Any]] = {
    "studies": model.Study,
    "findings": model.Area,
    "syndromes": model.Condition,
    "mimics": model.Condition,
    "antibodies": model.Antibody,
    "tumours": model.Tumour,
    "tests": model.Test,
    "requests": model.Request,
    "advice": model.Advice,
    "emergencies": model.Emergency,
}
ASSUMPTION_FOLDERS: dict[str, type[Any]] = {
    "backgrounds": assumed.Background,
    "groups": assumed.Group,
    "conditions": assumed.ConditionAssumption,
    "antibodies": assumed.AntibodyAssumption,
    "tumours": assumed.TumourAssumption,
    "settings": assumed.Setting,
}
ASSUMPTION_FILES: dict[str, type[Any]] = {
    "words": assumed.Words,
    "assays": assumed.Assays,
    "reporting": assumed.Reporting,
    "pooling": assumed.Pooling,
    "cancer": assumed.CancerAssumption,
    "hypotheses": assumed.Hypotheses,
    "next_tests": assumed.NextTests,
    "thresholds": assumed.Thresholds,
}


class KnowledgeError(Exception):
    """A knowledge base that cannot be used; `notepad` has every fault found, each with its file and place."""

    def __init__(self, notepad: Notepad) -> None:
        super().__init__("\n".join(str(issue) for issue in notepad))
        self.notepad = notepad


class Sources(msgspec.Struct, frozen=True):
    """A knowledge base as read: the evidence, the assumptions, and the hash of the files they came from."""

    kb: model.KnowledgeBase
    assumptions: assumed.Assumptions
    digest: str


def source_files(folder: Path) -> list[Path]:
    """Every file whose content is knowledge, in a fixed order."""
    return [folder / name for name in _names(folder)]


def _names(folder: Path) -> list[str]:
    """The same, from the folder on and with slashes; plain strings, since every start of the program reads them all."""
    start = len(str(folder)) + 1
    found = [
        f"{place[start:]}/{name}".replace(os.sep, "/").lstrip("/")
        for place, _, names in os.walk(folder)
        for name in names
        if name.endswith(".yaml")
    ]
    return sorted([*found, "VERSION"], key=lambda name: name.split("/"))


def digest(folder: Path) -> str:
    """sha256 over names and contents of the knowledge files: the same knowledge has the same digest anywhere.

    Raises:
        KnowledgeError: if the folder holds no knowledge base.
    """
    whole = hashlib.sha256()
    for name in _names(folder):
        try:
            with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123  (a Path for each of two thousand is slow)
                content = file.read()
        except (FileNotFoundError, NotADirectoryError):
            notepad = Notepad((f"{folder}/{name}",))
            notepad.error("missing-file", "this folder is not a knowledge base", "give one that has a VERSION file")
            raise KnowledgeError(notepad) from None
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def read_sources(folder: Path) -> Sources:
    """Read a knowledge base.

    Args:
        folder: the folder that holds VERSION, studies/, findings/, syndromes/ and the rest.
    Raises:
        KnowledgeError: with every file that cannot be read.
    """
    notepad = Notepad()
    whole = digest(folder)
    parts: dict[str, Any] = {name: _read_folder(folder / name, kind, notepad) for name, kind in FOLDERS.items()}
    base = folder / "assumptions"
    assumed_parts: dict[str, Any] = {
        name: _read_folder(base / name, kind, notepad) for name, kind in ASSUMPTION_FOLDERS.items()
    }
    single: dict[str, Any] = {
        name: _read_file(base / f"{name}.yaml", kind, notepad) for name, kind in ASSUMPTION_FILES.items()
    }
    if notepad.has_errors():
        raise KnowledgeError(notepad)
    kb = model.KnowledgeBase(
        version=(folder / "VERSION").read_text(encoding="utf-8").strip(),
        conditions=dict(sorted((parts.pop("syndromes") | parts.pop("mimics")).items())),
        areas=parts.pop("findings"),
        **parts,
    )
    return Sources(kb, assumed.Assumptions(**assumed_parts, **single), whole)


def _read_folder(folder: Path, kind: type[T], notepad: Notepad) -> dict[str, T]:
    """The entries of a folder by id, which must be the file's name."""
    out: dict[str, T] = {}
    for path in sorted(folder.glob("*.yaml")):
        entry: Any = _read_file(path, kind, notepad)
        if entry is None:
            continue
        identifier = str(entry.area if kind is assumed.Background else entry.id)
        if identifier != path.stem:
            notepad.at(str(path)).error("id-not-file-name", f'the id is "{identifier}"', f"make it {path.stem}")
        out[identifier] = entry
    return out


def _read_file(path: Path, kind: type[T], notepad: Notepad) -> T | None:
    from ruamel.yaml.error import YAMLError

    place = notepad.at(str(path))
    try:
        return msgspec.convert(parse_yaml(path.read_text(encoding="utf-8")), kind)
    except FileNotFoundError:
        place.error("missing-file", "there is no such file", "add it")
    except UnicodeDecodeError as error:
        place.error("not-utf-8", f"byte {error.start} is not UTF-8", "save the file as UTF-8")
    except msgspec.ValidationError as error:
        place.error("not-the-schema", str(error), f"see {kind.__name__} in the documentation of the knowledge base")
    except (YAMLError, ValueError, KeyError) as error:
        place.error("not-yaml", " ".join(str(error).split()), "mend the YAML")
    return None


def parse_yaml(text: str) -> Any:
    """YAML 1.2: `1:40` is text and `no` is text, where YAML 1.1 would read 100 and False."""
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(text)
