"""The matrix of what is known from studies, as Markdown that reads well in a terminal too."""

from __future__ import annotations

from collections.abc import Iterator

from paraneo.knowledge.assumptions import Assumptions
from paraneo.knowledge.coverage import Matrix, matrices, totals
from paraneo.knowledge.model import KnowledgeBase

HOLE = "."
DOES_NOT_APPLY = "-"


def render_coverage(kb: KnowledgeBase, assumptions: Assumptions) -> str:
    """Entities by quantities: the number of sourced estimates in each cell, a dot for a hole."""
    whole = totals(kb)
    lines = [
        f"{whole.estimates:,} sourced estimates, {whole.counted:,} of them counts or ages of a stated number of",
        f"patients, from {whole.studies:,} studies; {whole.identified:,} of them have a PMID or DOI",
        f"({whole.counted_identified:,} of the counts). The others are reference texts, copies of criteria and the",
        "founding documents. A cell is the number of estimates from studies with a PMID or DOI; a dot is a hole:",
        "the program then has an assumption or a reference text only. A dash: the quantity does not apply, such",
        "as the antibodies of a syndrome that no antibody causes.",
    ]
    for matrix in matrices(kb, assumptions):
        lines += ["", *_matrix(matrix)]
    return "\n".join(lines) + "\n"


def _matrix(matrix: Matrix) -> Iterator[str]:
    size = f"{len(matrix.entities)} x {len(matrix.quantities)}"
    yield f"## {matrix.kind.capitalize()}: {100 * matrix.filled:.0f}% of {size}"
    yield ""
    for number, quantity in enumerate(matrix.quantities, start=1):
        apply = [row[number - 1] for row in matrix.cells if row[number - 1] is not None]
        yield f"{number}. {quantity}: {sum(cell != 0 for cell in apply)} of {len(apply)}"
    yield ""
    width = max(map(len, matrix.entities))
    columns = range(1, len(matrix.quantities) + 1)
    yield f"| {'':{width}} | " + " | ".join(f"{n:>3}" for n in columns) + " |"
    yield f"|{'-' * (width + 2)}|" + "|".join("----:" for _ in columns) + "|"
    for entity, row in zip(matrix.entities, matrix.cells, strict=True):
        yield f"| {entity:{width}} | " + " | ".join(f"{_shown(cell):>3}" for cell in row) + " |"


def _shown(cell: int | None) -> str:
    return DOES_NOT_APPLY if cell is None else str(cell or HOLE)
