"""The outline of a person and where tumours sit in it: coordinates from the midline and from the crown."""

from __future__ import annotations

from collections.abc import Sequence

HEIGHT = 436.0
Point = tuple[float, float]

# One half of the outline of a person seen from the front, from crown to crotch; the other half is its mirror image.
HALF: tuple[Point, ...] = (
    (0, 3), (10, 5), (18, 13), (20.5, 26), (19, 38), (15, 50), (10.5, 57), (10, 66), (14, 74), (28, 79), (42, 85),
    (51, 96), (55, 114), (58, 136), (62, 160), (67, 184), (72, 208), (77, 222), (80, 236), (78, 247), (73, 251),
    (69, 243), (66, 229), (62, 214), (55, 190), (49, 166), (44, 144), (40, 122), (39, 140), (36, 162), (34, 180),
    (36, 200), (40, 218), (42, 240), (41, 266), (37, 296), (33, 318), (33, 336), (32, 358), (27, 388), (23, 408),
    (25, 418), (31, 427), (28, 432), (16, 432), (12, 424), (13, 408), (12, 384), (11, 358), (11, 336), (9, 318),
    (7, 290), (4, 258), (0, 244),
)  # fmt: skip

# Faint organs that help to find one's way, as ellipses: centre, half width, half height.
ORGANS: tuple[tuple[float, float, float, float], ...] = (
    (-17, 115, 11, 23), (17, 115, 11, 23), (-11, 154, 20, 9), (-15, 178, 6, 10), (15, 178, 6, 10), (0, 226, 9, 7),
)  # fmt: skip

# Where a tumour sits; of paired organs one side stands for both, and of two that share a place each has its side.
SITES: dict[str, Point] = {
    "brain-tumour": (0, 20), "head-neck-cancer": (0, 49), "thyroid-cancer": (0, 70), "thymoma": (0, 97),
    "extragonadal-germ-cell-tumour": (0, 104), "small-cell-lung-cancer": (-12, 112),
    "non-small-cell-lung-cancer": (20, 104), "mesothelioma": (-28, 126), "breast-cancer": (22, 126),
    "hepatobiliary-cancer": (-18, 152), "gastric-cancer": (12, 150), "pancreatic-cancer": (4, 165),
    "pheochromocytoma": (14, 168), "adrenocortical-carcinoma": (-14, 168), "neuroblastoma": (-14, 168),
    "renal-cell-carcinoma": (16, 180), "colorectal-cancer": (-24, 198), "urothelial-cancer": (0, 224),
    "prostate-cancer": (0, 234), "ovarian-cancer": (14, 214), "ovarian-teratoma": (-14, 214),
    "endometrial-cancer": (0, 218), "cervical-cancer": (0, 230), "testicular-germ-cell-tumour": (4, 250),
}  # fmt: skip


def outline() -> list[str | float]:
    """The path of the whole figure, smooth through all its points."""
    points = [*HALF, *((-x, y) for x, y in reversed(HALF[1:-1]))]
    steps: list[str | float] = ["M", *points[0]]
    for i in range(len(points)):
        steps += ["C", *_curve(points, i)]
    return [*steps, "Z"]


def _curve(points: Sequence[Point], i: int) -> list[float]:
    """Control points and end of the piece after point `i` of a closed Catmull-Rom curve."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (points[(i + k) % len(points)] for k in (-1, 0, 1, 2))
    return [bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy]
