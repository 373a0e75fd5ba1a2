"use strict";
// Search over the names of all pages, in the reader's browser; the pages work without it.
const form = document.querySelector(".search");
const input = document.getElementById("q");
const found = document.getElementById("found");
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const first = found.querySelector("a");
  if (first) location.href = first.href;
});
input.addEventListener("input", () => {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = words.length === 0 ? [] : PAGES.filter((p) => words.every((w) => (p.t + " " + p.n).toLowerCase().includes(w)));
  hits.sort((a, b) => (a.k === "studies") - (b.k === "studies") || a.t.length - b.t.length);
  found.replaceChildren(...hits.slice(0, 12).map((p) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = form.dataset.top + p.u;
    link.textContent = p.t;
    const kind = document.createElement("small");
    kind.textContent = " " + p.k;
    item.append(link, kind);
    return item;
  }));
});
