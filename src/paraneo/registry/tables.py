"""Tables in and out: CSV, Parquet and Excel, by polars.

Every cell is read as text, so that a code such as 01 stays what it is; an empty cell is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars

ENDINGS = (".csv", ".tsv", ".parquet", ".xlsx")
INSTALL = "tables need further libraries: pip install 'paraneo[registry]'"


class TableError(ValueError):
    """A table that cannot be read or written, with the reason and the fix."""


def read_table(path: Path) -> polars.DataFrame:
    """The table of a file, every column as text.

    Raises:
        TableError: if there is no such file, or it is no table.
    """
    pl = _polars()
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise TableError(f"{path}: give a table as {', '.join(ENDINGS)}")
    if not path.is_file():
        raise TableError(f"{path}: there is no such file")
    try:
        if ending in (".csv", ".tsv"):
            separator = "\t" if ending == ".tsv" else _separator(path)
            table: polars.DataFrame = pl.read_csv(path, separator=separator, infer_schema=False, encoding="utf8")
        elif ending == ".parquet":
            table = pl.read_parquet(path)
        else:
            table = pl.read_excel(path, engine="calamine", infer_schema_length=0)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:160]
        raise TableError(f"{path}: it cannot be read as a table ({reason}); save it as UTF-8 CSV") from None
    return table.select(pl.all().cast(pl.String, strict=False))


def rows(table: polars.DataFrame) -> Iterator[dict[str, str]]:
    """The rows of a table, without their empty cells and without blanks around a value."""
    for row in table.iter_rows(named=True):
        yield {column: cell for column, value in row.items() if value is not None and (cell := value.strip())}


def write_table(path: Path, found: Iterable[dict[str, Any]], columns: list[str]) -> None:
    """Write rows as the kind of table that the file's ending says.

    Raises:
        TableError: if the ending is none of a table, or the file cannot be written.
    """
    pl = _polars()
    table = pl.DataFrame(list(found), schema=dict.fromkeys(columns, pl.String), orient="row")
    ending = path.suffix.casefold()
    try:
        if ending in (".csv", ".tsv"):
            table.write_csv(path, separator="\t" if ending == ".tsv" else ",")
        elif ending == ".parquet":
            table.write_parquet(path)
        elif ending == ".xlsx":
            table.write_excel(path)
        else:
            raise TableError(f"{path}: name the output as {', '.join(ENDINGS)}")
    except OSError as error:
        raise TableError(f"{path} cannot be written: {error.strerror or error}") from None


def _polars() -> Any:
    try:
        import polars
    except ImportError:
        raise TableError(INSTALL) from None
    return polars


def _separator(path: Path) -> str:
    """Comma or semicolon, whichever the first line has more of."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline()
    return ";" if first.count(";") > first.count(",") else ","
