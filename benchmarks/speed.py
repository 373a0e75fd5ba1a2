"""How fast it is: medians on this machine, beside what the project promised.

    python benchmarks/speed.py

Each figure is the median of repeated runs over the ninety published cases with antibody results. The whole process is
compared with an interpreter that imports numpy and does nothing, started in turn with it.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "evaluation" / "cases" / "workup").glob("*.json"))
STARTS = 15


def main() -> None:
    from paraneo.api import assessor, names
    from paraneo.interop.reading import read_records
    from paraneo.views.documents import to_json_line

    engine, words = assessor(), names()
    files = [str(path) for path in CASES]
    today = datetime.date(2026, 1, 1)
    cases = [record.case for record in read_records(files, words, today) if record.case is not None]
    evidence = [engine.matcher.evidence(case) for case in cases]

    def each(work: Callable[[int], object], repeats: int = 5) -> float:
        """Median over cases of the median of repeats, in milliseconds."""
        return median(median(milliseconds(lambda i=i: work(i)) for _ in range(repeats)) for i in range(len(cases)))

    def stream() -> None:
        for record in read_records(files, words, today):
            if record.case is not None:
                to_json_line(engine.assess(record.case))

    rows = [
        ("posterior of one case", each(lambda i: engine.exact.posterior(evidence[i])), "ms", "at most 2"),
        ("assessment with explanation", each(lambda i: engine.assess(cases[i])), "ms", "at most 15"),
        ("cases a second, reading and JSON included",
         1000 * len(cases) / median(milliseconds(stream) for _ in range(5)), "/s", "at least 100"),
    ]  # fmt: skip
    ours, bare = starts()
    rows += [
        ("whole process, one file", ours, "ms", ""),
        ("interpreter that imports numpy", bare, "ms", ""),
        ("their ratio", ours / bare, "", "at most 5"),
    ]
    for name, value, unit, promised in rows:
        print(f"{name:44} {value:8.1f} {unit:3} {promised}")


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def starts() -> tuple[float, float]:
    """Medians of the whole command and of the bare interpreter, in milliseconds, started in turn."""
    with tempfile.TemporaryFile() as sink:

        def start(*command: str) -> float:
            return milliseconds(lambda: subprocess.run([sys.executable, *command], stdout=sink, check=True))

        start("-m", "paraneo", "assess", str(CASES[0]))
        pairs = [(start("-m", "paraneo", "assess", str(CASES[0])), start("-c", "import numpy")) for _ in range(STARTS)]
    return median(ours for ours, _ in pairs), median(bare for _, bare in pairs)


if __name__ == "__main__":
    main()
