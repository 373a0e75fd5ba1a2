"""Measured quantities that published criteria ask for, each with its unit and what other units are worth in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paraneo.ontology import normalise


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity with the unit that the program keeps it in.

    Attributes:
        names: how a person writes it. units: what one of each other unit is in `unit`.
    """

    id: str
    unit: str
    names: tuple[str, ...]
    units: tuple[tuple[str, float], ...] = ()


_PER_UL = (("/mm3", 1.0), ("cells/ul", 1.0), ("cells/mm3", 1.0), ("10^6/l", 1.0), ("m/l", 1.0))
_G_PER_L = (
    ("10^9/l", 1.0),
    ("x10^9/l", 1.0),
    ("g/l", 1.0),
    ("/nl", 1.0),
    ("10^3/ul", 1.0),
    ("k/ul", 1.0),
    ("/ul", 0.001),
)
# Molar masses behind the factors: calcium 40.08, glucose 180.16, cortisol 362.46, C-peptide 3,020, beta-hydroxybutyrate
# 104.1, ACTH 4,541, uric acid 168.1, urea 60.06 (28.01 of it nitrogen) g/mol; insulin 6.0 pmol/l for 1 mU/l (Heinemann
# 2010, international standard 66/304: 6.0).
QUANTITIES = (
    Quantity("sodium", "mmol/l", ("sodium", "serum sodium"), (("meq/l", 1.0),)),
    Quantity("potassium", "mmol/l", ("potassium", "serum potassium"), (("meq/l", 1.0),)),
    Quantity("serum-osmolality", "mosm/kg", ("serum osmolality", "plasma osmolality"), (("mmol/kg", 1.0),)),
    Quantity("urine-osmolality", "mosm/kg", ("urine osmolality", "urinary osmolality"), (("mmol/kg", 1.0),)),
    Quantity("urine-sodium", "mmol/l", ("urine sodium", "urinary sodium"), (("meq/l", 1.0),)),
    Quantity("calcium", "mmol/l", ("calcium", "total calcium"), (("mg/dl", 1 / 4.008), ("meq/l", 0.5))),
    Quantity("corrected-calcium", "mmol/l", ("corrected calcium", "adjusted calcium"), (("mg/dl", 1 / 4.008),)),
    Quantity("albumin", "g/l", ("albumin", "serum albumin"), (("g/dl", 10.0),)),
    Quantity("urate", "mg/dl", ("urate", "uric acid", "serum uric acid"), (("mmol/l", 16.81), ("umol/l", 0.01681))),
    Quantity("urea", "mmol/l", ("urea", "serum urea"), (("mg/dl", 1 / 6.006),)),
    Quantity("blood-urea-nitrogen", "mg/dl", ("blood urea nitrogen", "BUN"), (("mmol/l", 2.801),)),
    Quantity("glucose", "mmol/l", ("glucose", "plasma glucose"), (("mg/dl", 1 / 18.016),)),
    Quantity("insulin", "pmol/l", ("insulin", "serum insulin"), (("mu/l", 6.0), ("uu/ml", 6.0), ("miu/l", 6.0))),
    Quantity("c-peptide", "nmol/l", ("c-peptide",), (("ng/ml", 1 / 3.02), ("pmol/l", 0.001), ("ug/l", 1 / 3.02))),
    Quantity("proinsulin", "pmol/l", ("proinsulin",)),
    Quantity("igf-ratio", ":1", ("IGF2:IGF1 ratio", "IGF-2/IGF-1 ratio"), (("", 1.0),)),
    Quantity("beta-hydroxybutyrate", "mmol/l", ("beta-hydroxybutyrate", "ketones"), (("mg/dl", 1 / 10.41),)),
    Quantity("cortisol", "nmol/l", ("cortisol", "serum cortisol"), (("ug/dl", 27.59), ("mcg/dl", 27.59))),
    Quantity("acth", "pmol/l", ("ACTH", "plasma ACTH"), (("pg/ml", 1 / 4.541), ("ng/l", 1 / 4.541))),
    Quantity("petrosal-ratio", ":1", ("petrosal ACTH ratio", "central to peripheral ACTH ratio"), (("", 1.0),)),
    Quantity("petrosal-ratio-stimulated", ":1", ("stimulated petrosal ACTH ratio",), (("", 1.0),)),
    Quantity("creatine-kinase", "u/l", ("creatine kinase", "CK", "CPK"), (("iu/l", 1.0),)),
    Quantity("haemoglobin", "g/l", ("haemoglobin", "hemoglobin", "hb"), (("g/dl", 10.0), ("mmol/l", 16.11))),
    Quantity("platelets", "10^9/l", ("platelets", "platelet count"), _G_PER_L),
    Quantity("leukocytes", "10^9/l", ("leukocytes", "leucocytes", "white cells", "WBC"), _G_PER_L),
    Quantity("body-temperature", "c", ("body temperature", "temperature"), (("°c", 1.0), ("celsius", 1.0))),
    Quantity("esr", "mm/h", ("ESR", "erythrocyte sedimentation rate"), (("mm/hr", 1.0), ("mm/1h", 1.0))),
    Quantity("neutrophil-percentage", "%", ("neutrophil percentage", "neutrophil fraction", "neutrophils in percent")),
    Quantity("body-mass-index", "kg/m2", ("body mass index", "BMI")),
    Quantity("csf-white-cells", "/ul", ("CSF white cells", "CSF cells", "CSF leucocytes", "CSF cell count"), _PER_UL),
    Quantity("csf-red-cells", "/ul", ("CSF red cells", "CSF erythrocytes", "CSF RBC"), _PER_UL),
    Quantity("csf-protein", "mg/dl", ("CSF protein", "protein in CSF"), (("g/l", 100.0), ("mg/l", 0.1))),
)  # fmt: skip
BY_ID = {quantity.id: quantity for quantity in QUANTITIES}
_BY_NAME = {normalise(name): quantity for quantity in QUANTITIES for name in (quantity.id, *quantity.names)}
_AMOUNT = re.compile(
    r"\s*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s+(?=10\^))?\s*((?:10\^)?[^\d\s(][^(]*?|10\^\d[^(]*?)?\s*(?:\([^)]*\))?\s*"
)


def find(name: str) -> Quantity | None:
    """The quantity of this name, or None."""
    return _BY_NAME.get(normalise(name))


def amount(quantity: Quantity, text: str) -> float | str:
    """A number with its unit in the quantity's own unit; a reference range in brackets is passed over.

    Returns:
        The value, or what is wrong with the text.

    >>> round(float(amount(BY_ID["calcium"], "12.1 mg/dL (8.5-10.5)")), 2)
    3.02
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return f"write a number with its unit, as in 12 {quantity.unit}"
    number, unit = float(match[1].replace(",", "")), (match[2] or "").casefold()
    unit = (
        unit.replace("µ", "u").replace("μ", "u").replace(" ", "").replace("²", "2").replace("³", "3").replace("⁹", "^9")
    )
    known = {quantity.unit: 1.0, **dict(quantity.units)}
    if unit not in known:
        return f"give its unit: {', '.join(known)}"
    return number * known[unit]
