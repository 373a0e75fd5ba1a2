"""What went wrong with a request, where, and how to mend it; as a page for a browser, as JSON for a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paraneo.issues import Issue, Notepad, Severity


@dataclass(eq=False)
class Fault(Exception):
    """A request that cannot be answered, with the HTTP status and what is wrong with it."""

    status: int
    issues: tuple[Issue, ...]

    def __str__(self) -> str:
        return "; ".join(map(str, self.issues))

    @classmethod
    def of(cls, status: int, place: str, code: str, message: str, remedy: str = "") -> Fault:
        """A single fault at a place."""
        path = (place,) if place else ()
        return cls(status, (Issue(Severity.ERROR, path, code, message, remedy),))

    @classmethod
    def of_notepad(cls, notepad: Notepad, status: int = 422) -> Fault:
        """The errors that a reader noted."""
        errors = tuple(issue for issue in notepad if issue.severity is Severity.ERROR)
        return cls(status, errors or tuple(notepad))

    def to_json(self) -> dict[str, Any]:
        """As a REST answer."""
        return {"issues": [plain(issue) for issue in self.issues]}


def plain(issue: Issue) -> dict[str, str]:
    """An issue as JSON: severity, place, code, message and remedy."""
    return {
        "severity": issue.severity.value,
        "place": " > ".join(issue.path),
        "code": issue.code,
        "message": issue.message,
        "remedy": issue.remedy,
    }
