// The survey works without this file; with it, answers are saved as they are given and what is not saved shows.
(() => {
  const page = document.getElementById("page");
  const saved = document.getElementById("saved");
  document.querySelector(".error-summary")?.focus();
  if (!page) return;

  const WAITS = [2000, 5000, 15000, 30000];
  const SLOW = 400; // a save that is quicker says only that it is done
  const WORST_FIRST = ["refused", "offline", "failed", "saving", "newer", "saved"];
  const seq = page.elements.seq;
  const unsaved = new Map(); // the element that saves itself -> how often it failed
  const settled = new Map(); // the element -> how its last act ended: saved, newer or refused
  const refusals = new Map(); // the element -> why, in the words of the server
  const acted = new Map(); // the element -> when the person last acted there
  const overtaken = new Set(); // elements whose last act another window was quicker than
  let leaving = false;

  const nameOf = (part) => part.querySelector("input[type=radio], textarea").name;
  const codeOf = (part) => nameOf(part).slice(2);

  // Each question says how it stands, and the line above “Continue” says the worst of them.
  function stateOf(part) {
    if (!unsaved.has(part)) return settled.get(part);
    if (!unsaved.get(part)) return "saving";
    return navigator.onLine ? "failed" : "offline";
  }
  function wordsOf(state, part) {
    if (state === "refused") return refusals.get(part);
    const quick = state === "saving" && performance.now() - acted.get(part) < SLOW;
    return quick || !state ? "" : saved.dataset[state];
  }
  function show() {
    const parts = [...new Set([...unsaved.keys(), ...settled.keys()])];
    for (const part of parts) {
      part.dataset.state = stateOf(part);
      const besideField = part.dataset.state === "refused" && errorOf(part);
      part.querySelector(".state").textContent = besideField ? "" : wordsOf(part.dataset.state, part);
    }
    const worst = WORST_FIRST.find((state) => parts.some((part) => part.dataset.state === state)) || "";
    saved.dataset.state = worst;
    saved.textContent = wordsOf(worst, parts.find((part) => part.dataset.state === worst));
  }

  // A new act of the person: the next place in the order of writing, and no longer what the page showed at first.
  function touch(part) {
    seq.value = String(Number(seq.value) + 1);
    part.dataset.seq = seq.value;
    part.querySelector("[name^='was-']")?.remove();
    unsaved.set(part, 0);
    overtaken.delete(part);
    acted.set(part, performance.now());
    show();
    setTimeout(show, SLOW + 10);
  }

  page.addEventListener("input", (event) => {
    const part = event.target.closest("[hx-post]");
    if (!part) return;
    touch(part);
    if (event.target.type === "radio") openBox();
  });

  // After an answer of 1 or 2 the box for words opens; it never closes by itself.
  function openBox() {
    const low = page.querySelector(".choices input[value='1']:checked, .choices input[value='2']:checked");
    const box = page.querySelector(".more-box");
    if (low && box) box.open = true;
  }

  page.addEventListener("click", (event) => {
    const clear = event.target.closest(".clear");
    if (!clear || !window.htmx) return;
    event.preventDefault();
    const part = clear.closest("[hx-post]");
    part.querySelectorAll("input:checked").forEach((input) => { input.checked = false; });
    touch(part);
    window.htmx.trigger(part, "again");
    part.querySelector("input[type=radio]").focus();
  });

  // Leaving a field whose words were just saved, or refused, asks for nothing new.
  page.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.detail.elt;
    if (part.dataset.settled === part.dataset.sent) event.preventDefault();
  });

  page.addEventListener("htmx:configRequest", (event) => {
    const part = event.detail.elt;
    const parameters = event.detail.parameters;
    const name = nameOf(part);
    if (!part.dataset.seq) touch(part);
    parameters.seq = part.dataset.seq;
    if (parameters[name] === undefined) parameters[name] = ""; // cleared
    part.dataset.sent = part.dataset.seq;
  });

  page.addEventListener("htmx:afterRequest", (event) => {
    const part = event.detail.elt;
    const { status, responseText: words } = event.detail.xhr;
    const plain = (event.detail.xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    if (event.detail.successful) return done(part, event.detail.xhr.getResponseHeader("X-Kept"));
    if (status === 412) return older(part, Number(event.detail.xhr.getResponseHeader("X-Newest")));
    const lost = status === 0 || status === 429 || status >= 500 || !plain;
    if (lost) return later(part);
    beside(part, words);
    refusals.set(part, words);
    settle(part, "refused"); // it will never be accepted as it is: say why
  });

  // Of the last act only: an answer to an older one says nothing about what the page shows now.
  function settle(part, state) {
    if (part.dataset.sent === part.dataset.seq) {
      unsaved.delete(part);
      settled.set(part, state);
      part.dataset.settled = part.dataset.sent;
    }
    show();
  }

  function shown(part, value) {
    const was = document.createElement("input");
    Object.assign(was, { type: "hidden", name: `was-${codeOf(part)}`, value });
    part.append(was);
  }

  // From now on this is what the page showed: sending the page does not write it again over a newer answer.
  function done(part, kept) {
    beside(part, "");
    if (part.dataset.sent === part.dataset.seq) shown(part, kept);
    settle(part, "saved");
  }

  // Another window stored something in between: a new act goes in after it, a late second try gives way.
  function older(part, newest) {
    seq.value = String(Math.max(Number(seq.value), newest));
    if (unsaved.get(part) || overtaken.has(part)) {
      const chosen = part.querySelector("input[type=radio]:checked");
      if (chosen) shown(part, chosen.value); // sending the page leaves the newer answer as it is
      return settle(part, "newer");
    }
    seq.value = String(Number(seq.value) + 1);
    part.dataset.seq = seq.value;
    overtaken.add(part);
    window.htmx.trigger(part, "again");
  }

  function later(part) {
    if (leaving) return;
    const tries = (unsaved.get(part) || 0) + 1;
    unsaved.set(part, tries);
    show();
    setTimeout(() => again(part), WAITS[Math.min(tries, WAITS.length) - 1]);
  }

  function again(part) {
    if (unsaved.has(part)) window.htmx.trigger(part, "again");
  }

  // What was answered while this script was still on its way.
  document.addEventListener("DOMContentLoaded", () => {
    page.querySelectorAll("[hx-post]").forEach((part) => {
      const early = [...part.querySelectorAll("input[type=radio], textarea")].some((field) =>
        field.type === "radio" ? field.checked && !field.defaultChecked : field.value !== field.defaultValue);
      if (!early) return;
      touch(part);
      again(part);
    });
  });

  window.addEventListener("online", () => {
    show();
    [...unsaved.keys()].forEach(again);
  });
  window.addEventListener("offline", show);

  // What is wrong with a text stands beside its field.
  const errorOf = (part) => part.querySelector(".error-text");
  function beside(part, words) {
    const error = errorOf(part);
    if (!error) return;
    error.hidden = !words;
    error.firstElementChild.textContent = words;
    part.classList.toggle("has-error", Boolean(words));
    const field = part.querySelector("textarea");
    field.toggleAttribute("aria-invalid", Boolean(words));
    field.setAttribute("aria-describedby", `${field.id}-hint${words ? ` ${error.id}` : ""}`);
  }

  // The other language opens at the question one was at.
  page.addEventListener("focusin", (event) => {
    const part = event.target.closest("[id^='q-'], .field");
    if (part) page.elements.anchor.value = part.id;
  });
  page.addEventListener("submit", (event) => {
    leaving = navigator.onLine;
    if (leaving) return;
    event.preventDefault(); // the browser would show an error page and forget what is not saved yet
    saved.dataset.state = "offline";
    saved.textContent = wordsOf("offline");
    saved.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved.size) event.preventDefault();
  });
})();
