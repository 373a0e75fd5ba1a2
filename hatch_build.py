"""Build hook: compiles the knowledge base, checked, into the wheel, so that an installed program starts at once."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileKnowledge(BuildHookInterface[Any]):
    """Adds paraneo/knowledge.msgpack to a wheel; an editable installation compiles into its cache instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile kb/; a fault in it stops the build."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from paraneo.knowledge.compiled import to_bytes
        from paraneo.knowledge.store import COMPILED, compile_folder

        target = Path(tempfile.mkdtemp()) / COMPILED
        target.write_bytes(to_bytes(compile_folder(root / "kb")))
        build_data["force_include"][str(target)] = f"paraneo/{COMPILED}"
