"""What the words and codes of a case mean in the knowledge base. Nothing is guessed: a name is known or it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paraneo.interop.phrases import Phrases
from paraneo.issues import Notepad
from paraneo.knowledge.check import names_of
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.model import Area, Measurement
from paraneo.ontology import Lexicon, Ontology, TermState, normalise

METHODS = {
    "line-blot": ["line blot", "line-blot", "immunoblot", "immunodot", "dot blot", "dot", "blot", "line immunoassay"],
    "western-blot": ["western blot", "western-blot"],
    "tissue-assay": [
        "tissue assay", "tissue-assay", "tissue-based assay", "tissue", "IHC", "immunohistochemistry", "IIF", "IFA",
        "indirect immunofluorescence", "immunofluorescence",
    ],
    "cell-based-assay": ["cell-based assay", "cell based assay", "CBA", "fixed cell-based assay"],
    "live-cell-based-assay": ["live cell-based assay", "live-cell-based assay", "live CBA"],
    "radioimmunoassay": ["radioimmunoassay", "RIA", "radioimmunoprecipitation assay"],
    "elisa": ["ELISA", "enzyme-linked immunosorbent assay"],
    "immunoprecipitation": ["immunoprecipitation", "IP"],
}  # fmt: skip
SPECIMENS = {
    "serum": ["serum", "blood", "plasma"],
    "csf": ["CSF", "cerebrospinal fluid", "liquor", "spinal fluid"],
}
SMOKING = {
    "current": ["smoker", "current smoker", "current", "yes", "current every day smoker", "smokes"],
    "former": ["former smoker", "former", "ex-smoker", "ex smoker", "stopped", "former tobacco smoker"],
    "never": ["never smoker", "never", "non-smoker", "nonsmoker", "no", "never smoked tobacco", "non smoker"],
}
CANCER = re.compile(
    r"cancer|carcinoma|neoplas|malignan|tumou?r|lymphoma|leuk[ae]+mia|sarcoma|myeloma|melanoma|metasta", re.IGNORECASE
)  # a label that means some cancer, whichever
DOUBT = frozenset(
    {
        "no", "not", "never", "without", "suspected", "possible", "probable", "query", "rule", "family", "mother",
        "father", "sister", "brother", "aunt", "screening", "planned", "refused", "declined", "allergy", "allergic",
        "history", "previous", "past", "cured", "excluded", "denies", "considered",
    }
)  # fmt: skip
"""Words beside the name of a cancer or a drug that change what is said of it."""
HIGH_IS = ["high", "raised", "elevated", "increased", "positive"]
LOW_IS = ["low", "reduced", "decreased"]
NORMAL_IS = ["normal", "unremarkable", "negative", "no abnormality", "within normal limits"]
ABNORMAL_IS = ["abnormal", "pathological"]


def _table(groups: dict[str, list[str]]) -> Lexicon:
    return Lexicon([(name, key) for key, names in groups.items() for name in names])


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured quantity of the knowledge base, with the area it belongs to."""

    area: Area
    measurement: Measurement


class Names:
    """Lexicons of one knowledge base; made once, used for many cases."""

    def __init__(self, knowledge: Compiled, ontology: Ontology) -> None:
        kb = knowledge.kb
        self.ontology = ontology
        self.kb = kb
        signs = [area for area in kb.areas.values() if area.kind != "exposure"]
        exposures = [area for area in kb.areas.values() if area.kind == "exposure"]
        self.exposure_ids = {f.id for area in exposures for f in area.findings}
        self.own_findings = Lexicon([(n, f.id) for a in signs for f in a.findings for n in (f.id, f.label, *f.lay)])
        self._exposures = Phrases([(n, f.id) for a in exposures for f in a.findings for n in (f.id, f.label, *f.lay)])
        self.labels = {f.id: f.label for area in kb.areas.values() for f in area.findings}
        self.antibodies = names_of(kb.antibodies.values())
        self.conditions = names_of(kb.conditions.values())
        self.tests = names_of(kb.tests.values())
        self._tumours = Phrases([(n, t.id) for t in kb.tumours.values() for n in (t.id, t.name, *t.names)])
        self.areas = Lexicon([(name, area.id) for area in signs for name in area.names])
        self.methods = _table(METHODS)
        self.specimens = _table(SPECIMENS)
        self.smoking = _table(SMOKING)
        self.results = _table({"high": HIGH_IS, "low": LOW_IS, "normal": NORMAL_IS, "abnormal": ABNORMAL_IS})
        quantities = [Quantity(area, m) for area in kb.areas.values() for m in area.measurements]
        self._quantities = {normalise(name): q for q in quantities for name in q.measurement.names}
        self._by_loinc = {code: q for q in quantities for code in q.measurement.loinc}
        self._antibody_terms = {a.hpo.id: a.id for a in kb.antibodies.values() if a.hpo is not None}
        self._tumour_terms = {term.id: tumour.id for tumour in kb.tumours.values() for term in tumour.hpo}

    def finding(self, text: str) -> str | None:
        """The finding that some words name: a term of the ontology, or a finding of ours.

        Words that mean several terms mean the one that the knowledge base speaks of, where there is only one such.
        """
        found = self.ontology.names.find(text) or self.own_findings.find(text)
        if found is None:
            spoken_of = [term for term in self.ontology.names.meanings(text) if term in self.labels]
            found = spoken_of[0] if len(spoken_of) == 1 else None
        return found

    def exposures(self, text: str) -> list[str]:
        """The exposures that a text names."""
        return [meant[0] for meant in self._exposures.find(text) if len(meant) == 1]

    def cancers(self, text: str) -> list[tuple[str, ...]]:
        """The cancers that a label names; one with several tumours, such as "lung cancer", may be any of them."""
        return self._tumours.find(text)

    def doubt(self, text: str) -> str:
        """The word that makes the name of a cancer or a drug something else than a plain statement; empty for none."""
        words = normalise(text).split()
        return next((word for word in words if word in DOUBT), "?" if "?" in text else "")

    def suggestions(self, text: str) -> tuple[str, ...]:
        """Up to three names of findings that resemble the words, each of another finding."""
        ours, theirs = self.own_findings.suggest(text, 2), self.ontology.names.suggest(text, 8)
        distinct: dict[str, str] = {}
        asked = normalise(text)
        for name in [*ours[:1], *theirs, *ours[1:]]:
            if normalise(name) != asked:
                distinct.setdefault(self.finding(name) or name, name)
        return tuple(distinct.values())[:3]

    def label(self, term: str) -> str:
        """The label of a finding, or the identifier itself."""
        return self.labels.get(term) or (self.ontology.label(term) if term in self.ontology else term)

    def term(self, identifier: str, given_label: str, notepad: Notepad) -> str | None:
        """The current term for an HPO identifier; one that is replaced, obsolete or unknown is reported."""
        found = self.ontology.look_up(identifier)
        if found.state is TermState.CURRENT:
            return found.id
        if found.state is TermState.REPLACED and found.id is not None:
            notepad.warning(
                "replaced-term",
                f"{found.asked} is replaced in HPO {self.ontology.release} by {found.id} "
                f'"{self.ontology.label(found.id)}"',
                "the replacement is used",
            )
            return found.id
        if found.state is TermState.OBSOLETE:
            instead = ", ".join(f'{c} "{self.ontology.label(c)}"' for c in found.consider)
            notepad.warning(
                "obsolete-term",
                f"{found.asked} is obsolete in HPO {self.ontology.release}, without a replacement",
                f"consider {instead}" if instead else "choose a current term",
            )
            return None
        near = self.suggestions(given_label) if given_label else ()
        if self.finding(given_label):
            near = (given_label, *near)[:3]
        offer = " or ".join(f'{self.finding(name)} "{name}"' for name in near if self.finding(name))
        notepad.warning(
            "unknown-term",
            f'"{identifier}" is not in HPO {self.ontology.release}',
            f"did you mean {offer}?".rstrip("?") + "?" if offer else "correct the identifier",
        )
        return None

    def antibody_of_term(self, term: str) -> str | None:
        """The antibody whose positive result an ontology term is, or lies below."""
        return self._below(term, self._antibody_terms)

    def tumour_of_term(self, term: str) -> str | None:
        """The tumour that an ontology term is, or lies below, unless it is a finding of the vocabulary."""
        return None if term in self.labels else self._below(term, self._tumour_terms)

    def _below(self, term: str, table: dict[str, str]) -> str | None:
        if term in table:
            return table[term]
        above = sorted(self.ontology.ancestors(term) & set(table), key=lambda a: (-self.ontology.information(a), a))
        return table[above[0]] if above else None

    def quantity(self, *, name: str = "", loinc: str = "") -> Quantity | None:
        """The measured quantity with this LOINC code, or else this name."""
        return self._by_loinc.get(loinc) or self._quantities.get(normalise(name))
