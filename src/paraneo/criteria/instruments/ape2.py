"""APE2: the Antibody Prevalence in Epilepsy and Encephalopathy score.

Dubey D, et al. J Neuroimmunol 2018;323:62-72.

Scope: encephalopathy or seizures in which an antibody of the nervous system is looked for. Misuse: it says whom to
test, not who has the disease. In the older APE score an MRI or CSF that was not done counted 0; here it stays open.

What was seen. The cut-off, its sensitivity and its specificity in the abstract. The ten items with their points on the
page of the authors' own laboratory (Mayo Clinic Laboratories); the first six also in an independent copy (PMC9224225,
table 2), which was cut off after them, but whose older APE score gives the last four the same points in narrower words.
"""

from __future__ import annotations

from paraneo.case import DAYS_PER_YEAR, Status
from paraneo.criteria.facts import Facts, Reading, all_of, any_of, met, none_of, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Score

TABLE = "APE2 score, item"
TEST_FROM = 4
SEIZURES_WITHIN_DAYS = DAYS_PER_YEAR  # new-onset seizures, within one year of the evaluation
CANCER_WITHIN_YEARS = 5
MORE_PROTEIN_THAN = 50  # mg per decilitre of CSF
MORE_CELLS_THAN = 5  # lymphocytes per microlitre of CSF
FEWER_RED_CELLS_THAN = 1000  # per microlitre of CSF
# What the knowledge base has of systemic cancers: without tumours of the brain and those that are benign as a rule.
SYSTEMIC_CANCERS = (
    "adrenocortical-carcinoma", "breast-cancer", "cervical-cancer", "colorectal-cancer", "endometrial-cancer",
    "extragonadal-germ-cell-tumour", "gastric-cancer", "head-neck-cancer", "hepatobiliary-cancer", "hodgkin-lymphoma",
    "leukaemia", "melanoma", "mesothelioma", "neuroblastoma", "neuroendocrine-tumour", "non-hodgkin-lymphoma",
    "non-small-cell-lung-cancer", "ovarian-cancer", "pancreatic-cancer", "plasma-cell-neoplasm", "prostate-cancer",
    "renal-cell-carcinoma", "sarcoma", "small-cell-lung-cancer", "testicular-germ-cell-tumour", "thymoma",
    "thyroid-cancer", "unknown-primary", "urothelial-cancer", "waldenstrom",
)  # fmt: skip


def _onset(facts: Facts) -> Reading:
    """Seizures in an illness of at most a year; not met without seizures and without any change of the mind."""
    seizures, mind = facts.finding("HP:0001250"), facts.finding("HP:0011446", "HP:0001298", "HP:0004372")
    lasted = facts.duration_days()
    if seizures.met and lasted is not None and lasted <= SEIZURES_WITHIN_DAYS:
        return met(*seizures.because, f"{lasted:.0f} days since the onset")
    if seizures.not_met and mind.not_met:
        return not_met(*seizures.because, *mind.because)
    return unknown("whether the mental state changed within 1 to 6 weeks, or seizures began within the last year")


def _neuropsychiatric(facts: Facts) -> Reading:
    """The changes that the paper names; absent where all of behaviour, agitation, psychosis and hallucinations are."""
    named = facts.finding("HP:0000713", "HP:0000718", "HP:0000712")
    if named.met:
        return named
    wide = facts.finding("HP:0000708", "HP:0000713", "HP:0000709", "HP:0000738")
    return wide if wide.not_met else unknown("whether there is agitation, aggressiveness or a labile mood")


def _autonomic(facts: Facts) -> Reading:
    """The signs that the paper names and that need no further measure; how long a fast or slow heart lasts is asked."""
    named = any_of(
        facts.finding("HP:0001278", "HP:0000975", "HP:0004756", "HP:0004389", "HP:0002578"), _dysmotility(facts)
    )
    if named.met:
        return named
    absent = facts.finding("HP:0012332")
    return absent if absent.not_met else unknown("whether there is one of the autonomic signs of the list")


def _dysmotility(facts: Facts) -> Reading:
    """Gastrointestinal dysmotility by its own name: below it HPO also has a mechanical ileus."""
    named = [f for f in facts.case.features if f.term == "HP:0002579" and f.status is Status.PRESENT]
    return met(named[0].label) if named else unknown("whether there is gastrointestinal dysmotility")


def _refractory(facts: Facts) -> Reading:
    """The case does not say which drugs failed; without seizures none did."""
    seizures = facts.finding("HP:0001250")
    return seizures if seizures.not_met else unknown("whether seizures went on under two antiseizure drugs")


def _protein(facts: Facts) -> Reading:
    measured = facts.measured("csf-protein", above=MORE_PROTEIN_THAN)
    raised = facts.finding("HP:0002922")
    return raised if raised.not_met and not facts.values("csf-protein") else measured


def _lymphocytes(facts: Facts) -> Reading:
    """Lymphocytic pleocytosis; a number of white cells alone can only rule it out."""
    cells = facts.measured("csf-white-cells", above=MORE_CELLS_THAN)
    return cells if cells.not_met else facts.finding("HP:0200149")


def _csf(facts: Facts) -> Reading:
    inflamed = any_of(_protein(facts), _lymphocytes(facts))
    return all_of(inflamed, facts.measured("csf-red-cells", below=FEWER_RED_CELLS_THAN))


def _mri(facts: Facts) -> Reading:
    """A normal MRI is not met; which changes suggest encephalitis is for a clinician to say."""
    imaging = facts.finding("HP:0410263")
    return imaging if imaging.not_met else unknown("whether the brain MRI suggests encephalitis")


def _cancer(facts: Facts) -> Reading:
    """A systemic cancer within five years, and no mass in the brain (a cancer with brain metastases does not count)."""
    return all_of(
        facts.cancer(*SYSTEMIC_CANCERS, within_years=CANCER_WITHIN_YEARS), none_of(facts.finding("brain-mass"))
    )


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    said = (
        f"{TEST_FROM} points or more: 99% sensitive and 93% specific for a neural antibody, in patients with cognitive "
        "dysfunction of whom 17% had one (Dubey 2018)."
    )
    return (said,)


INSTRUMENT = Instrument(
    id="ape2",
    name="APE2: Antibody Prevalence in Epilepsy and Encephalopathy",
    year=2018,
    sources=("dubey-2018-ape2", "mayo-ape2"),
    scope="Encephalopathy or seizures in which an antibody of the nervous system is looked for.",
    misuse="It says whom to test, not who has the disease. An MRI or CSF that was not done stays open, and is not 0.",
    seen="Cut-off: abstract. Items: the authors' laboratory's page; the first six also in an independent copy.",
    subjects=frozenset({
        "limbic-encephalitis", "nmdar-encephalitis", "autoimmune-encephalitis-other", "encephalomyelitis",
        "epilepsy-other", "hashimoto-encephalopathy",
    }),
    scored=True,
    readings=_readings,
    questions=(
        Question(
            "onset",
            "New, rapidly progressive change of the mental state over 1 to 6 weeks, or new seizures in the last year",
            f"{TABLE} 1",
            read=_onset,
        ),
        Question(
            "neuropsychiatric",
            "Neuropsychiatric changes: agitation, aggressiveness, labile mood",
            f"{TABLE} 2",
            read=_neuropsychiatric,
        ),
        Question(
            "autonomic",
            "Autonomic dysfunction: sustained atrial tachycardia or bradycardia, fall of the pressure on standing (20 "
            "systolic or 10 diastolic within 3 minutes), hyperhidrosis, persistently labile pressure, ventricular "
            "tachycardia, asystole, gastrointestinal dysmotility",
            f"{TABLE} 3",
            read=_autonomic,
        ),
        Question(
            "viral-prodrome",
            "Viral prodrome (runny nose, sore throat, low fever), if no systemic cancer within 5 years of the onset",
            f"{TABLE} 4",
            points=(0, 2),
            read=lambda facts: facts.finding("viral-prodrome"),
            unless="cancer",
        ),
        Question(
            "fbds",
            "Faciobrachial dystonic seizures",
            f"{TABLE} 5",
            points=(0, 3),
            read=lambda facts: facts.finding("faciobrachial-dystonic-seizures"),
        ),
        Question(
            "facial-dyskinesias",
            "Facial dyskinesias, if there are no faciobrachial dystonic seizures",
            f"{TABLE} 6",
            points=(0, 2),
            read=lambda facts: facts.finding("HP:0002310"),
            unless="fbds",
        ),
        Question(
            "refractory-seizures",
            "Seizures that at least two antiseizure drugs did not stop",
            f"{TABLE} 7",
            points=(0, 2),
            read=_refractory,
        ),
        Question(
            "csf",
            "Inflamed CSF: protein above 50 mg/dl, or lymphocytic pleocytosis above 5 cells per microlitre; with fewer "
            "than 1000 red cells per microlitre",
            f"{TABLE} 8",
            points=(0, 2),
            read=_csf,
        ),
        Question(
            "mri",
            "Brain MRI that suggests encephalitis: T2 or FLAIR changes restricted to one or both medial temporal "
            "lobes, or multifocal in grey or white matter as in demyelination or inflammation",
            f"{TABLE} 9",
            points=(0, 2),
            read=_mri,
        ),
        Question(
            "cancer",
            "Systemic cancer diagnosed within 5 years of the neurological onset; not basal or squamous cell carcinoma "
            "of the skin, a brain tumour, or a cancer with brain metastases",
            f"{TABLE} 10",
            points=(0, 2),
            read=_cancer,
        ),
    ),
    levels=(Level("4 or more", Score(TEST_FROM), "abstract"),),
)  # fmt: skip
