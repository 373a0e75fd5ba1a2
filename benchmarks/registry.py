"""How fast a registry is classified: simulated patients in a table, PNS-Care for each of its rows.

    python benchmarks/registry.py [ROWS]

The patients come from `paraneo simulate`; the syndrome column is their true condition, as a registry would name it.
At least 1,000 rows a second are wanted on one core.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from paraneo.cli import main

ROWS = 100_000


def registry(folder: Path, size: int) -> Path:
    """A table of simulated patients with their true condition."""
    main(["simulate", "--n", str(size), "--seed", "1", "--format", "csv", "-o", str(folder / "simulated")])
    cases, truth = (
        pl.read_csv(folder / "simulated" / f"{name}.csv", infer_schema=False) for name in ("cases", "truth")
    )
    path = folder / "registry.csv"
    cases.join(truth.select("id", syndrome="condition"), on="id").write_csv(path)
    return path


def run() -> None:
    """Make the table, propose a mapping, classify, say how long it took."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = registry(folder, size)
        with contextlib.redirect_stdout(io.StringIO()) as proposed:
            main(["classify", str(table), "--suggest-map"])
        (folder / "columns.yaml").write_text(proposed.getvalue())
        start = time.perf_counter()
        with contextlib.redirect_stderr(io.StringIO()):
            main(["classify", str(table), "--map", str(folder / "columns.yaml"), "-o", str(folder / "out.csv")])
        seconds = time.perf_counter() - start
        rows = pl.read_csv(folder / "out.csv", infer_schema=False).height
    print(f"{rows:,} rows in {seconds:.1f} s: {rows / seconds:,.0f} a second")


if __name__ == "__main__":
    run()
