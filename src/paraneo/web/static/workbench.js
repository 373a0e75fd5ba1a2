// The workbench: what is pressed and typed goes to the server in turn, so that no answer overtakes another.
"use strict";
(() => {
  const DEBOUNCE = 25; // milliseconds; while an answer is on its way, what is typed waits for it and goes in one
  const ASK_AFTER = 30;
  const form = document.getElementById("case");
  const said = document.getElementById("said");
  let turn = Promise.resolve();
  let waiting = false;
  let timer = 0;
  let asking = 0; // the timer of the suggestions
  let asked = ""; // the last text that suggestions were asked for
  let shown = ""; // the text that those in the list are for
  let changed = false;
  let folded = false;

  const find = (id) => document.getElementById(id);
  const box = () => find("q");
  const options = () => [...find("suggestions").querySelectorAll("[role=option]")];

  function send(address, source, target, swap, values) {
    return htmx.ajax("POST", address, { source, target, swap, values });
  }

  function inTurn(step) {
    turn = turn.then(step, step).catch(() => { said.textContent = "The server does not answer."; });
    return turn;
  }

  // Whole: entry and result, after something was pressed.
  function act(action, told) {
    clearTimeout(timer);
    changed = true;
    return inTurn(async () => {
      await send("/case", form, "#work", "innerMorph", { do: action });
      settle(told);
    });
  }

  // Live: the result alone, while a person types.
  function live() {
    clearTimeout(timer);
    changed = true;
    timer = setTimeout(() => {
      if (waiting) return;
      waiting = true;
      inTurn(async () => { waiting = false; await send("/result", form, "#result", "outerMorph"); settle(); });
    }, DEBOUNCE);
  }

  function settle(told) {
    if (told) said.textContent = told;
    if (document.activeElement === document.body && !find("result").querySelector(":target")) box().focus({ preventScroll: true });
    const reasons = document.querySelector(".reasons");
    if (reasons && !folded && !document.querySelector(".reasons[open]")) reasons.open = true;
    const time = find("time-line");
    if (time && time.open) htmx.trigger("#time-body", "refresh");
    const id = find("id");
    if (id) document.title = (id.value || "case") + " - paraneo workbench";
  }

  // Suggestions: a combobox whose list the server fills.
  function close() {
    find("suggestions").replaceChildren();
    asked = shown = "";
    box().setAttribute("aria-expanded", "false");
    box().removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    box().setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const { do: action, said: told } = option.dataset;
    box().value = "";
    close();
    act(action, told).then(() => box().focus());
  }

  // Asks the server what a text may mean; an answer that comes after a newer question is dropped.
  async function suggest(text) {
    asked = text;
    if (!text) { close(); return; }
    const answer = await fetch("/suggest", { method: "POST", body: new URLSearchParams({ q: text }) });
    const list = answer.ok ? await answer.text() : "";
    if (asked !== text) return;
    find("suggestions").innerHTML = list;
    shown = text;
    const first = options()[0];
    box().setAttribute("aria-expanded", String(Boolean(first)));
    if (first) box().setAttribute("aria-activedescendant", first.id);
  }

  form.addEventListener("keydown", (event) => {
    if (event.target !== box()) {
      if (event.key === "Enter" && event.target.matches("input")) { event.preventDefault(); act(""); }
      return;
    }
    const every = options();
    const at = every.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" && every.length) choose(every[(at + 1) % every.length]);
    else if (event.key === "ArrowUp" && every.length) choose(every[(at - 1 + every.length) % every.length]);
    else if (event.key === "Escape") { box().value = ""; close(); }
    else if (event.key === "Enter") enter(every[Math.max(at, 0)]);
    else return;
    event.preventDefault();
  });

  // Enter may come before the suggestions do: then they are waited for.
  async function enter(option) {
    const text = box().value.trim();
    clearTimeout(asking);
    if (text && shown !== text) await suggest(text);
    const chosen = shown === text && option && option.isConnected ? option : options()[0];
    if (chosen && box().value.trim() === text) take(chosen);
  }

  form.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); take(option); }
  });
  form.addEventListener("focusout", (event) => { if (event.target === box()) close(); });

  form.addEventListener("input", (event) => {
    if (event.target === box()) {
      clearTimeout(asking);
      asking = setTimeout(() => suggest(box().value.trim()), ASK_AFTER);
      return;
    }
    if (event.target.id !== "pasted") live();
  });
  form.addEventListener("change", (event) => {
    if (event.target === box() || event.target.id === "pasted") return;
    act("");
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && button.hasAttribute("formaction")) {
      if (button.getAttribute("formaction").startsWith("/export/")) changed = false;
      for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
      return;
    }
    event.preventDefault();
    act(button ? button.value : "", button ? button.getAttribute("aria-label") || button.textContent : "");
  });

  // Files: by the button, or dropped anywhere on the page.
  const open = find("open");
  const file = find("file");
  const drop = find("drop");
  file.addEventListener("change", () => {
    if (!file.files.length) return;
    inTurn(async () => {
      await send("/import", open, "#work", "innerMorph");
      said.textContent = file.files.length ? file.files[0].name + " opened" : "";
      open.reset();
      changed = false;
      settle();
    });
  });
  const files = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    drop.hidden = false;
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.hidden = true; });
  document.addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    drop.hidden = true;
    file.files = event.dataTransfer.files;
    file.dispatchEvent(new Event("change"));
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest(".reasons > summary")) folded = true;
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.firstElementChild.focus(); }
  });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
