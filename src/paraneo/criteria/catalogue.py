"""Every instrument of the program: one for each module of the folder `instruments`, in the order of their names."""

from __future__ import annotations

import importlib
import pkgutil

from paraneo.criteria import instruments
from paraneo.criteria.instrument import Card

INSTRUMENTS: dict[str, Card] = {
    card.id: card
    for card in (
        importlib.import_module(f"{instruments.__name__}.{module.name}").INSTRUMENT
        for module in pkgutil.iter_modules(instruments.__path__)
    )
}
