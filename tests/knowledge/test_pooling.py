"""How the numbers of studies become one: each rule of pooling by an example worked by hand, and its laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraneo.knowledge import pooling
from paraneo.knowledge.assumptions import AgeRange, Number, Word, Words
from paraneo.knowledge.estimates import AgeEstimate, Duration, Frequency, Shares, Tempo, TempoFrequency
from paraneo.knowledge.model import Study
from paraneo.quantities import Beta

WORDS = Words(
    reason="", words={"most": Word(share=Number(value=0.75, low=0.55, high=0.9), strength=4, meaning="usually")}
)


def study(name: str, *overlaps: str, size: int | None = None) -> Study:
    return Study(
        id=name, title=name, authors="", design="cohort", seen="abstract", seen_on="2026-11-21",
        overlaps_with=list(overlaps), size=size,
    )  # fmt: skip


STUDIES = {s.id: s for s in (study("a"), study("b"), study("c", "a", size=30))}


def count(events: int, total: int, of: str = "a") -> Frequency:
    return Frequency(events=events, total=total, study=of, locator="abstract")


def test_counts_are_added_to_the_assumption() -> None:
    pooled = pooling.pool_frequency(Beta(1.0, 3.0), [count(9, 10), count(5, 10, "b")], WORDS, STUDIES)
    assert (pooled.alpha, pooled.beta) == (15.0, 9.0)


def test_of_studies_that_may_share_patients_the_largest_is_used() -> None:
    pooled = pooling.pool_frequency(Beta(1.0, 1.0), [count(9, 10), count(0, 20, "c")], WORDS, STUDIES)
    assert (pooled.alpha, pooled.beta) == (1.0, 21.0)


@pytest.mark.parametrize(
    ("estimate", "mean", "strength"),
    [
        (Frequency(word="most", study="a", locator=""), 0.75, 4.0),
        (Frequency(percent=40.0, study="a", locator=""), 0.4, pooling.PERCENT_STRENGTH),
        (Frequency(percent=40.0, study="c", locator=""), 0.4, 30.0),
        (Frequency(low=20.0, high=60.0, study="a", locator=""), 0.4, pooling.PERCENT_STRENGTH),
    ],
)
def test_words_percentages_and_ranges_have_a_weight_of_their_own(
    estimate: Frequency, mean: float, strength: float
) -> None:
    pooled = pooling.pool_frequency(Beta(1.0, 1.0), [estimate], WORDS, STUDIES)
    assert pooled.alpha == pytest.approx(1.0 + mean * strength)
    assert pooled.alpha + pooled.beta == pytest.approx(2.0 + strength)


def test_a_study_that_does_not_name_a_category_says_nothing_of_it() -> None:
    counts = Shares(total=20, counts={"hu": 10, "none": 6, "other": 4}, study="a", locator="")
    pooled = pooling.pool_shares({"hu": 0.2, "none": 0.7, "crmp5": 0.1}, [counts], STUDIES)
    raw = {"hu": 12 / 30, "none": 13 / 30, "crmp5": 0.1}
    whole = sum(raw.values())
    assert pooled == pytest.approx({category: share / whole for category, share in raw.items()})


def test_patients_with_something_else_speak_against_what_a_study_names() -> None:
    few = Shares(total=100, counts={"prostate-cancer": 20, "other": 80}, study="a", locator="")
    pooled = pooling.pool_shares({"prostate-cancer": 0.2, "lung-cancer": 0.8}, [few], STUDIES)
    assert pooled == pytest.approx({"prostate-cancer": 0.2, "lung-cancer": 0.8})


@pytest.mark.parametrize(
    ("total", "between", "worth"),
    [(1, 0.1, 1.0), (10, 0.0, 10.0), (11, 0.1, 11 / 2.0), (10**6, 0.1, pytest.approx(10.0, rel=1e-3))],
)
def test_a_large_study_is_worth_no_more_than_studies_agree(total: int, between: float, worth: float) -> None:
    assert pooling.effective_patients([count(0, total)], WORDS, STUDIES, between) == worth


def test_two_studies_are_worth_more_than_one_of_their_size() -> None:
    two = pooling.effective_patients([count(5, 50), count(6, 50, "b")], WORDS, STUDIES, 0.1)
    assert two > pooling.effective_patients([count(11, 100)], WORDS, STUDIES, 0.1)


EVEN = {"acute": 1 / 3, "subacute": 1 / 3, "chronic": 1 / 3}


def tempo(
    counts: Shares | None = None, single: TempoFrequency | None = None, time: Duration | None = None
) -> dict[str, float]:
    return pooling.pool_tempo(
        EVEN, [counts] if counts else [], [single] if single else [], [time] if time else [], WORDS, STUDIES
    )


def test_counts_of_all_three_tempos() -> None:
    seen = Shares(total=20, counts={"acute": 2, "subacute": 14, "chronic": 4}, study="a", locator="")
    third = pooling.ASSUMED_SHARES_STRENGTH / 3
    assert tempo(seen) == pytest.approx(
        {"acute": (third + 2) / 30, "subacute": (third + 14) / 30, "chronic": (third + 4) / 30}
    )


def test_one_tempo_moves_and_the_others_keep_their_proportions() -> None:
    pooled = tempo(single=TempoFrequency(tempo="subacute", events=20, total=20, study="a", locator=""))
    assert pooled["subacute"] == pytest.approx((10 / 3 + 20) / 30)
    assert pooled["acute"] == pytest.approx(pooled["chronic"])


def time(middle: float, unit: str, **spread: object) -> Duration:
    return Duration(
        total=100, middle=middle, unit=unit, until="diagnosis", study="a", locator="", **spread,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("duration", "likeliest"),
    [
        (time(4, "days"), "acute"),
        (time(6, "weeks"), "subacute"),
        (time(3, "years"), "chronic"),
        (time(6, "weeks", low=4, high=9, spread="iqr"), "subacute"),
    ],
)
def test_a_time_from_the_first_symptom_speaks_for_a_tempo(duration: Duration, likeliest: str) -> None:
    pooled = tempo(time=duration)
    assert max(pooled, key=lambda t: pooled[t]) == likeliest


def test_a_median_at_a_limit_divides_the_patients_in_half() -> None:
    weight, start = pooling.DURATION_STRENGTH["diagnosis"], pooling.ASSUMED_SHARES_STRENGTH
    assert tempo(time=time(14, "days"))["acute"] == pytest.approx((start / 3 + weight / 2) / (start + weight))
    assert tempo(time=time(92, "days"))["chronic"] == pytest.approx((start / 3 + weight / 2) / (start + weight))


TEMPOS: list[Tempo] = ["acute", "subacute", "chronic"]


@given(
    st.sampled_from(TEMPOS),
    st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0.1, 1000),
)
def test_tempo_stays_a_distribution(which: Tempo, seen: tuple[int, int], middle: float) -> None:
    single = TempoFrequency(tempo=which, events=seen[0], total=seen[1], study="b", locator="")
    pooled = tempo(single=single, time=time(middle, "weeks"))
    assert sum(pooled.values()) == pytest.approx(1.0)
    assert all(share > 0.0 for share in pooled.values())


def test_ages_follow_the_patients() -> None:
    old = AgeEstimate(total=400, middle=65, low=40, high=85, spread="range", study="a", locator="")
    density = pooling.age_density([AgeRange(low=10, middle=20, high=30)], [old])
    assert density.sum() == pytest.approx(1.0)
    assert density[65] > 10 * density[20] > 0.0
    assert density.min() >= pooling.AGE_FLOOR / pooling.AGES * 0.999


def test_without_any_word_every_age_is_alike() -> None:
    assert math.isclose(pooling.age_density([], []).max(), 1 / pooling.AGES)
