"""Where a compiled knowledge base comes from: the wheel, a cache keyed by the content of its sources, or memory."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from pathlib import Path

import msgspec
import platformdirs

from paraneo.knowledge.check import check
from paraneo.knowledge.compile import compile_sources
from paraneo.knowledge.compiled import Compiled, from_bytes, to_bytes
from paraneo.knowledge.load import KnowledgeError, digest, read_sources
from paraneo.ontology import load_ontology

PACKAGE = Path(__file__).parent.parent
COMPILED = "knowledge.msgpack"  # beside kb/ in the wheel


def default_folder() -> Path:
    """The knowledge base that belongs to this program: inside an installed package, or beside src/ in a checkout."""
    installed = PACKAGE / "kb"
    return installed if installed.is_dir() else PACKAGE.parent.parent / "kb"


@functools.cache
def load_knowledge(folder: Path | None = None) -> Compiled:
    """A compiled knowledge base: the program's own, or that of a folder.

    Raises:
        KnowledgeError: with every fault of a knowledge base that cannot be used.
    """
    shipped = PACKAGE / COMPILED
    if folder is None and shipped.is_file():
        return from_bytes(shipped.read_bytes())
    folder = folder or default_folder()
    path = cache_folder() / f"{digest(folder)}-{_compiler_digest()}.msgpack"
    try:
        return from_bytes(path.read_bytes())
    except (OSError, msgspec.DecodeError):
        compiled = compile_folder(folder)
        _keep(path, to_bytes(compiled))
        return compiled


def compile_folder(folder: Path) -> Compiled:
    """Read, check and compile. Raises KnowledgeError."""
    sources = read_sources(folder)
    ontology = load_ontology()
    notepad = check(sources, ontology)
    if notepad.has_errors():
        raise KnowledgeError(notepad)
    return compile_sources(sources, ontology)


def _compiler_digest() -> str:
    """Changes with the code that compiles, so that a program never reads what another version of it made."""
    code = [path.read_bytes() for path in sorted((PACKAGE / "knowledge").glob("*.py"))]
    return hashlib.sha256(b"\0".join(code)).hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled knowledge bases are kept; PARANEO_CACHE names another folder."""
    return Path(os.environ.get("PARANEO_CACHE") or platformdirs.user_cache_dir("paraneo"))


def _keep(path: Path, data: bytes) -> None:
    """Write the whole file or nothing; where the cache cannot be written the compiled form stays in memory."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
    except OSError:
        return
