"""The command on tables: formats, mappings, bad rows, agreement, a proposal for a mapping."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraneo import api
from paraneo.cli import main
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.issues import Notepad
from paraneo.registry import tables
from paraneo.registry.classify import classify
from paraneo.registry.mapping import Mapping, read_mapping
from paraneo.registry.summary import kappa

HEADER = ["record_id", "age", "gender", "phenotype", "hu_serum", "ataxia", "csf_wbc", "tumour", "alt_dx"]
ROWS = [
    ["1", "62", "2", "SNN", "positive", "0", "12", "small cell lung cancer", "1"],
    ["2", "55", "1", "PCD", "", "1", "", "", ""],
    ["3", "44", "1", "LE", "", "perhaps", "7", "", "1"],
    ["", "44", "1", "LE", "", "", "", "", ""],
    ["5", "44", "1", "moonlight", "", "", "", "moon cancer", ""],
]
MAPPING = """
id: record_id
age: age
sex: {column: gender, values: {1: male, 2: female}}
syndrome: {column: phenotype, values: {SNN: sensory neuronopathy, PCD: cerebellar degeneration, LE: limbic encephalitis}}
cancers: tumour
findings: {ataxia: gait ataxia}
antibodies: {hu_serum: {antibody: Hu, specimen: serum, method: tissue assay}}
measurements: {csf_wbc: {quantity: CSF white cells, unit: /ul}}
criteria:
  graus-2016-limbic: {exclusion: alt_dx}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with (tmp_path / "registry.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    (tmp_path / "columns.yaml").write_text(MAPPING.replace("{exclusion: alt_dx}", "{alt_dx: exclusion}"))
    (tmp_path / "wrong-way-round.yaml").write_text(MAPPING)
    return tmp_path


def run(folder: Path, *more: str, table: str = "registry.csv", output: str = "out.csv") -> int:
    return main(
        ["classify", str(folder / table), "--map", str(folder / "columns.yaml"), "-o", str(folder / output), *more]
    )


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_comes_out_and_a_bad_one_stops_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--criteria", "pns-care-2021,graus-2016-limbic") == 1
    found = read(folder / "out.csv")
    assert [row["id"] for row in found] == ["1", "2", "3", "row 4", "5"]
    assert [row["pns-care-2021_level"] for row in found] == [
        "definite", "not met", "not met", "not read", "does not apply",
    ]  # fmt: skip
    assert found[0]["pns-care-2021_score"] == "10"
    assert "Anti-Hu (ANNA-1) positive" in found[0]["pns-care-2021_why"]
    assert found[1]["pns-care-2021_missing"]
    assert found[2]["graus-2016-limbic_met"] == "csf-or-eeg; exclusion"
    assert found[2]["graus-2016-limbic_reachable"] == "not met; definite"
    assert found[4]["pns-care-2021_why"] == "no syndrome is named"
    said = capsys.readouterr()
    for fault in ('row 3 > ataxia: "perhaps"', "row 4 > id: the case has no id", '"moon cancer"', '"moonlight"'):
        assert fault in said.err
    assert "5 patients, 3 with something not understood" in said.out


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet", "xlsx"])
def test_tables_of_every_kind_say_the_same(folder: Path, ending: str) -> None:
    frame = pl.read_csv(folder / "registry.csv", infer_schema=False)
    tables.write_table(folder / f"copy.{ending}", frame.rows(named=True), frame.columns)
    run(folder)
    run(folder, table=f"copy.{ending}", output="again.csv")
    assert read(folder / "again.csv") == read(folder / "out.csv")
    run(folder, output=f"results.{ending}")
    assert next(tables.rows(tables.read_table(folder / f"results.{ending}")))["pns-care-2021_level"] == "definite"


def test_a_semicolon_table_and_a_cell_that_excel_wrote(folder: Path) -> None:
    text = (folder / "registry.csv").read_text().replace(",", ";")
    (folder / "registry.csv").write_text("\ufeff" + text)
    run(folder)
    assert read(folder / "out.csv")[0]["pns-care-2021_level"] == "definite"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"table": "none.csv"}, "there is no such file"),
        ({"table": "columns.yaml"}, "give a table as .csv"),
        ({"criteria": "pns-care-2022"}, 'there are no criteria "pns-care-2022"'),
        ({"map": "none.yaml"}, "cannot be read"),
        ({"map": "wrong-way-round.yaml"}, 'the table has no column "exclusion"'),
        ({"output": "no/such/folder.csv"}, "cannot be written"),
        ({"output": "out.docx"}, "name the output as .csv"),
    ],
)  # fmt: skip
def test_wrong_use_names_the_fix(
    folder: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], told: str
) -> None:
    use = {"table": "registry.csv", "map": "columns.yaml", "output": "out.csv", "criteria": "pns-care-2021"} | change
    code = main(
        ["classify", str(folder / use["table"]), "--map", str(folder / use["map"]), "-o", str(folder / use["output"]),
         "--criteria", use["criteria"]]
    )  # fmt: skip
    assert code == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["", "id: record_id\nages: age\n", "age: age\n", "- id\n", "id: [record_id]\n", "id: x\n"]
)
def test_a_mapping_with_a_fault_is_refused(text: str) -> None:
    notepad = Notepad(("columns.yaml",))
    assert read_mapping(text, HEADER, notepad) is None
    assert notepad.has_errors()


def test_a_mapping_is_proposed_that_the_command_takes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dictionary = [
        ["Variable / Field Name", "Field Label", "Choices, Calculations, OR Slider Labels"],
        ["record_id", "Record ID", ""],
        ["gender", "Sex", "1, male | 2, female"],
        ["phenotype", "Clinical syndrome", "SNN, sensory neuronopathy | PCD, cerebellar degeneration | LE, limbic encephalitis"],
        ["csf_wbc", "CSF white cells", ""],
        ["alt_dx", "Alternative diagnosis ruled out?", ""],
    ]  # fmt: skip
    with (folder / "dictionary.csv").open("w", newline="") as file:
        csv.writer(file).writerows(dictionary)
    registry = str(folder / "registry.csv")
    assert main(["classify", registry, "--suggest-map", "--dictionary", str(folder / "dictionary.csv")]) == 0
    proposed = capsys.readouterr().out
    assert 'sex: {column: gender, values: {"1": male, "2": female}}' in proposed
    assert "hu_serum: {antibody: hu, specimen: serum}" in proposed
    assert "csf_wbc: {quantity: CSF white cells, unit: /ul}" in proposed
    assert "ataxia: Ataxia" in proposed
    assert "#   alt_dx" in proposed
    (folder / "columns.yaml").write_text(proposed)
    run(folder)
    assert read(folder / "out.csv")[0]["pns-care-2021_level"] == "definite"


def test_codes_of_sex_are_never_guessed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(folder / "registry.csv"), "--suggest-map"]) == 0
    assert 'sex: {column: gender, values: {"1": unknown, "2": unknown}}' in capsys.readouterr().out


def test_the_page_holds_counts_and_agreement(folder: Path) -> None:
    run(folder, "--criteria", "pns-care-2021,graus-2004-pns", "--html", str(folder / "summary.html"))
    page = (folder / "summary.html").read_text()
    assert "<td>definite</td><td>1</td><td>20.0%</td>" in page
    assert "Cohen's kappa" in page or "Cohen&#39;s kappa" in page
    assert "http" not in page.replace("http-equiv", "")


def test_kappa_of_the_textbook_table() -> None:
    """The worked table of two raters with 50 proposals each: observed 0.7, expected 0.5, kappa 0.4."""
    assert kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}) == 0.4
    assert kappa({("yes", "yes"): 20}) is None
    assert kappa({}) is None


@given(st.dictionaries(st.tuples(*[st.sampled_from("abc")] * 2), st.integers(0, 50), min_size=1))
def test_kappa_is_symmetric_and_at_most_one(table: dict[tuple[str, str], int]) -> None:
    turned = {(b, a): n for (a, b), n in table.items()}
    found = kappa(table)
    assert found == kappa(turned)
    assert found is None or found <= 1
    if found is not None and all(a == b or not n for (a, b), n in table.items()):
        assert found == 1


@given(st.permutations(range(3)))
def test_a_row_is_classified_alone(order: list[int]) -> None:
    """What comes of a row does not depend on the rows around it."""
    mapping = read_mapping(MAPPING.replace("{exclusion: alt_dx}", "{alt_dx: exclusion}"), HEADER, Notepad())
    assert isinstance(mapping, Mapping)
    rows = [{k: v for k, v in zip(HEADER, row, strict=True) if v} for row in ROWS[:3]]
    cards = [INSTRUMENTS["pns-care-2021"]]
    alone = [next(iter(classify([row], mapping, cards, api.names()))).outcomes for row in rows]
    together = classify([rows[i] for i in order], mapping, cards, api.names())
    assert [found.outcomes for found in together] == [alone[i] for i in order]
