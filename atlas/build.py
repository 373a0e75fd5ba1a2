"""Fills the templates and writes the files of the atlas."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from atlas import pages
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.coverage import totals

HERE = Path(__file__).parent
_DOCUMENT_LINK = re.compile(r'href="([\w./-]+)\.md"')
DOCS = {
    "how-a-number-gets-in": ("How a number gets in", "knowledge-base.md"),
    "model": ("The model", "model.md"),
    "assumptions": ("Assumptions", "assumptions.md"),
    "coverage": ("What is known, and the holes", "coverage.md"),
    "criteria": ("Criteria", "criteria.md"),
    "registry": ("Registries", "registry.md"),
    "case-format": ("The case", "case-format.md"),
}  # name of the page: its title, and the document in docs/


class Site:
    """Writes pages of one knowledge base into a folder."""

    def __init__(self, knowledge: Compiled, target: Path) -> None:
        self.knowledge, self.kb, self.target = knowledge, knowledge.kb, target
        self.environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self.names = {
            f"{kind}/{entry.id}": entry.name
            for kind, entries in (
                ("conditions", self.kb.conditions), ("antibodies", self.kb.antibodies), ("tumours", self.kb.tumours),
                ("tests", self.kb.tests),
            )
            for entry in entries.values()
        }  # fmt: skip
        self.names |= {f"criteria/{card.id}": card.name for card in INSTRUMENTS.values()}

    def page(self, path: str, template: str, **content: Any) -> None:
        """Write one page; links in it start from the top of the site."""
        place = self.target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        text = self.environment.get_template(template).render(
            top="../" * path.count("/"), kb=self.kb, digest=self.knowledge.digest[:12], names=self.names,
            studies=self.kb.studies, address=pages.address, docs=DOCS, **content,
        )  # fmt: skip
        place.write_text(text, encoding="utf-8")

    def build(self, docs: Path) -> None:
        """Every page, the style, the search."""
        kb = self.kb
        missing, cited, seen_in = pages.holes(self.knowledge), pages.uses(kb), pages.syndromes_of(kb)
        kinds: list[tuple[str, Mapping[str, Any], Callable[[Any], list[pages.Table]]]] = [
            ("conditions", kb.conditions, lambda c: pages.condition_tables(c, kb)),
            ("antibodies", kb.antibodies, lambda a: pages.antibody_tables(a, kb)),
            ("tumours", kb.tumours, lambda t: pages.tumour_tables(t, kb)),
            ("tests", kb.tests, lambda t: pages.test_tables(t, kb)),
        ]
        for kind, entries, tables in kinds:
            for entry in entries.values():
                syndrome = kind == "conditions" and entry.kind == "syndrome"
                self.page(
                    f"{kind}/{entry.id}.html",
                    "entry.html",
                    title=entry.name,
                    kind=kind,
                    entry=entry,
                    tables=tables(entry),
                    holes=missing.get(entry.id, []),
                    chain=pages.chain(entry, self.knowledge) if syndrome else [],
                    instruments=[f"criteria/{e.id}" for e in INSTRUMENTS.entries if entry.id in e.subjects],
                    conditions=seen_in.get(entry.id, []) if kind in ("antibodies", "tumours") else [],
                )
        for study in kb.studies.values():
            self.page(f"studies/{study.id}.html", "study.html", title=study.title, study=study, uses=cited[study.id])
        self.page("studies/index.html", "studies.html", title="Studies")
        self.page("index.html", "index.html", title="paraneo atlas", totals=totals(kb), groupings=pages.groupings(kb))
        for name, (title, document) in DOCS.items():
            self._document(f"{name}.html", title, docs / document)
        for manual in sorted((docs / "criteria").glob("*.md")):
            title = manual.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
            self._document(f"criteria/{manual.stem}.html", title, manual)
        for asset in (HERE / "static").iterdir():
            shutil.copy(asset, self.target / asset.name)
        index = json.dumps(pages.search_index(kb), ensure_ascii=False, separators=(",", ":"))
        (self.target / "index.js").write_text(f"const PAGES={index};\n", encoding="utf-8")

    def _document(self, path: str, title: str, document: Path) -> None:
        """A page of docs/; its links to other documents become links to their pages."""
        html = MarkdownIt("commonmark").enable("table").render(document.read_text(encoding="utf-8"))
        html = html.replace(' style="text-align:right"', ' class="number"')
        self.page(path, "document.html", title=title, body=Markup(_DOCUMENT_LINK.sub(r'href="\1.html"', html)))
