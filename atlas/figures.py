"""The small drawings of the atlas are those of the workbench."""

from __future__ import annotations

from paraneo.views.proportions import wilson

__all__ = ["wilson"]
