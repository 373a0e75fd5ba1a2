"""What is wrong with an input, where, and how to mend it.

A reader or a checker collects issues in a :class:`Notepad` and goes on; the caller decides what to do with them. The
order of the words is always: where, what was found, what to do.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field


class Severity(enum.Enum):
    """`ERROR`: the record cannot be assessed. `WARNING`: it is assessed, without the part named."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong with a record.

    Attributes:
        severity: whether the record can still be used.
        path: where in the record, outermost part first, for example ("antibodies[1]", "titre").
        code: a stable short name, for programs, for example "titre-not-a-dilution".
        message: what was found.
        remedy: what to do about it; empty where nothing can be done.
    """

    severity: Severity
    path: tuple[str, ...]
    code: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = " > ".join(self.path)
        text = f"{place}: {self.message}" if place else self.message
        end = "" if self.remedy.endswith("?") else "."
        return f"{text}; {self.remedy}{end}" if self.remedy else f"{text}."


@dataclass(frozen=True, slots=True)
class Notepad:
    """Collects issues while a record is read; `at` gives a notepad for an inner part that writes to the same list.

    >>> notepad = Notepad(("case PP-12",))
    >>> notepad.at("antibodies[1]", "titre").warning("titre", 'titre "1:x" is not a dilution', "write it as 1:640")
    >>> print(notepad.issues[0])
    case PP-12 > antibodies[1] > titre: titre "1:x" is not a dilution; write it as 1:640.
    >>> notepad.has_errors()
    False
    """

    path: tuple[str, ...] = ()
    issues: list[Issue] = field(default_factory=list)

    def at(self, *parts: str) -> Notepad:
        """A notepad for an inner part, which writes to the same list."""
        return Notepad((*self.path, *parts), self.issues)

    def error(self, code: str, message: str, remedy: str = "") -> None:
        """Note something that keeps the record from being assessed."""
        self.issues.append(Issue(Severity.ERROR, self.path, code, message, remedy))

    def warning(self, code: str, message: str, remedy: str = "") -> None:
        """Note something without which the record is assessed."""
        self.issues.append(Issue(Severity.WARNING, self.path, code, message, remedy))

    def has_errors(self) -> bool:
        """Whether the record cannot be assessed."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)

    def __iter__(self) -> Iterator[Issue]:
        return iter(self.issues)
