"""How far forecasts come true: the slope of a logistic recalibration, net benefit, a reliability diagram."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evaluation.scoring import calibration
from evaluation.truth import Stage

SIDE, MARGIN = 360, 50
MARKS = ("circle", "square")


def calibration_slope(forecasts: np.ndarray, outcomes: np.ndarray) -> tuple[float, float]:
    """Intercept and slope of the logistic regression of the outcome on the forecast's log odds (Cox 1958), by Newton's
    method. A slope of 1 is right; below 1 forecasts are too extreme, above 1 not extreme enough."""
    bounded = np.clip(forecasts, 1e-6, 1 - 1e-6)
    x = np.column_stack((np.ones(len(bounded)), np.log(bounded / (1 - bounded))))
    beta = np.array([0.0, 1.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        weight = np.maximum(p * (1 - p), 1e-9)
        step = np.linalg.solve(x.T @ (weight[:, None] * x) + 1e-6 * np.eye(2), x.T @ (outcomes - p))
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    return float(beta[0]), float(beta[1])


def net_benefit(forecasts: np.ndarray, outcomes: np.ndarray, prior: float, threshold: float) -> tuple[float, float]:
    """Net benefit of acting from a threshold on, and of acting in everyone (Vickers 2006), at a prevalence of `prior`:
    true positives less false positives times the odds of the threshold, per patient."""
    sensitivity = float((forecasts[outcomes == 1] >= threshold).mean())
    false_positive = float((forecasts[outcomes == 0] >= threshold).mean())
    odds = threshold / (1 - threshold)
    ours = prior * sensitivity - (1 - prior) * false_positive * odds
    return ours, prior - (1 - prior) * odds


def reliability_svg(forecasts: Mapping[Stage, tuple[np.ndarray, np.ndarray]]) -> str:
    """Forecast against observed share, a mark for each bin of nearly equal size, one kind of mark for each stage."""

    def x(value: float) -> float:
        return MARGIN + value * SIDE

    def y(value: float) -> float:
        return MARGIN + (1 - value) * SIDE

    width, height = SIDE + 2 * MARGIN, SIDE + 2 * MARGIN + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        'font-family="sans-serif" font-size="13" fill="#222">',
        "<title>Reliability: forecast and observed share of paraneoplastic disease</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for tick in (0.0, 0.5, 1.0):
        parts.append(f'<text x="{x(tick)}" y="{y(0) + 20}" text-anchor="middle">{tick:.0%}</text>')
        parts.append(f'<text x="{x(0) - 8}" y="{y(tick) + 4}" text-anchor="end">{tick:.0%}</text>')
    parts.append(f'<rect x="{x(0)}" y="{y(1)}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>')
    parts.append(f'<text x="{x(0.5)}" y="{y(0) + 40}" text-anchor="middle">forecast</text>')
    parts.append(f'<text x="{x(0)}" y="{y(1) - 12}">observed share</text>')
    for number, (stage, (given, outcome)) in enumerate(forecasts.items()):
        spots = [(x(f), y(o)) for f, o, _ in calibration(given, outcome)]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in spots)
        parts.append(f'<polyline points="{line}" fill="none" stroke="#222" stroke-dasharray="{6 * number}"/>')
        for a, b in [*spots, (x(0.62), y(0.16 - 0.08 * number))]:
            if MARKS[number] == "circle":
                parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4.5"/>')
            else:
                parts.append(f'<rect x="{a - 4:.1f}" y="{b - 4:.1f}" width="8" height="8" fill="white" stroke="#222"/>')
        parts.append(f'<text x="{x(0.65):.1f}" y="{y(0.16 - 0.08 * number) + 4:.1f}">{stage}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
