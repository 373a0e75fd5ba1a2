// The workbench: what is pressed and typed goes to the server in turn, so that no answer overtakes another.
"use strict";
(() => {
  const DEBOUNCE = 25; // milliseconds; while an answer is on its way, what is typed waits for it and goes in one
  const ASK_AFTER = 30;
  const SAID_FOR = 6000;
  const form = document.getElementById("case");
  const open = document.getElementById("open");
  const said = document.getElementById("said");
  let turn = Promise.resolve();
  let waiting = false;
  let timer = 0;
  let asking = 0; // the timer of the suggestions
  let asked = ""; // the last text that suggestions were asked for
  let shown = ""; // the text that those in the list are for
  let changed = false;
  let refused = false; // whether the last answer was a fault
  let gone = false; // whether there was no answer
  let led = ""; // the reasons of the likeliest, which stand open
  let hush = 0;

  const find = (id) => document.getElementById(id);
  const box = () => find("q");
  const options = () => [...find("suggestions").querySelectorAll("[role=option]")];

  // What is said is shown to everybody for a while; what went wrong, until it goes right.
  function say(text, wrong) {
    clearTimeout(hush);
    said.textContent = text;
    said.classList.toggle("wrong", Boolean(wrong));
    if (text && !wrong) hush = setTimeout(() => say(""), SAID_FOR);
  }

  function silent() {
    say("The server does not answer. Nothing that is entered here is lost: start it again (paraneo serve), then do the last step again.", true);
  }

  async function send(address, source, target, swap, values) {
    refused = gone = false;
    await htmx.ajax("POST", address, { source, target, swap, values });
    if (gone) throw new Error("no answer");
    if (said.classList.contains("wrong")) say("");
  }
  document.addEventListener("htmx:error", () => { gone = true; silent(); });
  document.addEventListener("htmx:response:error", (event) => { if (event.target === open) refused = true; });

  function inTurn(step) {
    turn = turn.then(step, step).catch(silent);
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
    if (told) say(told);
    if (document.activeElement === document.body && !find("result").querySelector(":target")) box().focus({ preventScroll: true });
    const reasons = [...document.querySelectorAll(".reasons")];
    if (reasons.length && reasons[0].id !== led) {
      for (const one of reasons) one.open = one === reasons[0];
      led = reasons[0].id;
    }
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
    let list = "";
    try {
      const answer = await fetch("/suggest", { method: "POST", body: new URLSearchParams({ q: text }) });
      if (answer.ok) list = await answer.text();
    } catch { silent(); }
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
      for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
      if (button.formTarget) return;
      event.preventDefault();
      inTurn(() => keep(button.getAttribute("formaction")));
      return;
    }
    event.preventDefault();
    act(button ? button.value : "", button ? button.getAttribute("aria-label") || button.textContent : "");
  });

  // A file to keep; a fault is shown above the result, and the page with the case stays.
  async function keep(address) {
    const told = { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "HX-Request": "true" } };
    const answer = await fetch(address, told);
    find("fault")?.remove();
    if (!answer.ok) {
      find("result").insertAdjacentHTML("afterbegin", await answer.text());
      find("fault").scrollIntoView({ block: "center" });
      say("");
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = /filename="(.+)"/.exec(answer.headers.get("Content-Disposition"))[1];
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    if (address.startsWith("/export/")) changed = false;
    say(link.download + " saved");
  }

  // Files: by the button, or dropped anywhere on the page.
  const file = find("file");
  const drop = find("drop");
  file.addEventListener("change", () => {
    if (!file.files.length) return;
    inTurn(async () => {
      const name = file.files[0].name;
      try { await send("/import", open, "#work", "innerMorph"); } finally { open.reset(); }
      if (refused) {
        say(name + " is not opened: the result says what is wrong with it");
        find("fault")?.scrollIntoView({ block: "center" });
        return;
      }
      changed = false;
      settle(name + " opened");
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
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.firstElementChild.focus(); }
  });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
