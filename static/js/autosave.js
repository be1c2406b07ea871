/* Saving while one answers: shows whether each answer is saved, and tries again until it is.

   An element with data-autosave="<key>" saves itself through htmx. Each save gets an id of its own. A save whose reply
   never came may still have been stored, so the next one names its id: the server then knows that both are ours. What
   is being typed is saved after a pause, and when the page is hidden or left; drafts.js keeps it until the server has it. */
(() => {
  "use strict";

  const WAITS = [2, 4, 8, 15, 30];
  const MOST_LOST = 20;
  const PAUSE = 1500; // after so many milliseconds without a key, a text is saved
  const TEXTS = "textarea, [name^='reason-']";
  const states = new WeakMap();

  const clean = { sending: "", lost: [], timer: 0, pause: 0, edits: 0, sentEdits: 0, unsaved: false, cutOff: false };

  function stateOf(box) {
    if (!states.has(box)) states.set(box, { ...clean });
    return states.get(box);
  }

  function tell(box, name) {
    box.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  }

  function boxOf(event) {
    return event.target instanceof Element ? event.target.closest("[data-autosave]") : null;
  }

  function newId() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function say(box, kind, text) {
    const area = box.querySelector(".statement__state");
    let line = area && area.querySelector("[data-says]");
    if (!line) return;
    if (line.dataset.says === "kept") {
      // a question or a mistake that still waits for its answer stays; a failure is told below it
      line = area.querySelector("[data-failed]");
      if (kind !== "failed" && !line) return;
      if (!line) {
        line = document.createElement("p");
        line.dataset.failed = "";
        area.append(line);
      }
    }
    line.className = kind;
    line.textContent = text;
  }

  function clocks(root) {
    for (const clock of root.querySelectorAll("time[data-clock]")) {
      const at = new Date(clock.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      clock.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    }
  }

  // the server's own sentence, where it sent one instead of a page
  function plainReason(xhr) {
    const plain = (xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    return plain ? xhr.responseText.slice(0, 400) : "";
  }

  const kept = () => document.documentElement.dataset.drafts === "kept";

  function reload() {
    if (!kept()) return "Copy what you typed, then reload the page.";
    return "Reload the page: it offers you what you typed.";
  }

  // `least`: the seconds to wait before it is tried again, where the server said so
  function failed(box, text, again, least = 0) {
    const state = stateOf(box);
    if (state.sending) state.lost = [...state.lost, state.sending].slice(-MOST_LOST);
    state.sending = "";
    state.unsaved = true;
    say(box, "failed", text);
    if (!again) return;
    const wait = Math.max(least, WAITS[Math.min(state.lost.length, WAITS.length) - 1] || WAITS[0]);
    window.clearTimeout(state.timer);
    state.timer = window.setTimeout(() => retry(box), wait * 1000);
  }

  function retry(box) {
    if (box.isConnected && stateOf(box).unsaved) window.htmx.trigger(box, "again");
  }

  document.addEventListener("input", (event) => {
    const box = boxOf(event);
    if (!box || event.target.matches("[type=radio], select")) return;
    const state = stateOf(box);
    state.unsaved = true;
    state.edits += 1;
    say(box, "unsaved", "Not saved yet");
    window.clearTimeout(state.pause);
    if (event.target.matches(TEXTS)) state.pause = window.setTimeout(() => retry(box), PAUSE);
  });

  document.addEventListener("htmx:configRequest", (event) => {
    const box = boxOf(event);
    if (!box || event.detail.verb !== "post") return;
    const state = stateOf(box);
    window.clearTimeout(state.timer);
    window.clearTimeout(state.pause);
    state.sending = newId();
    state.sentEdits = state.edits;
    tell(box, "draft-sent");
    event.detail.parameters[`request-${box.dataset.autosave}`] = state.sending;
    event.detail.parameters[`tried-${box.dataset.autosave}`] = state.lost.join(" ");
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const box = boxOf(event);
    if (!box) return;
    stateOf(box).unsaved = true;
    say(box, "saving", "Saving …");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const box = boxOf(event);
    if (!box || event.detail.requestConfig.verb !== "post") return;
    const state = stateOf(box);
    const status = event.detail.xhr.status;
    if (status === 200) {
      const tries = state.lost.length;
      const typed = state.edits > state.sentEdits;
      const page = document.getElementById("status");
      if (state.cutOff && page) page.textContent = "";
      states.set(box, { ...clean, unsaved: typed, pause: state.pause });
      tell(box, "draft-saved");
      if (typed) {
        say(box, "unsaved", "Not saved yet"); // a key was pressed while this save was on its way
        return;
      }
      const line = box.querySelector(".statement__state [data-says=saved]");
      if (tries && line) {
        line.className = "retried";
        line.append(tries === 1 ? ", on the second try" : ", after several tries");
      }
    } else if (status === 412 || status === 422) {
      // the reply itself says what to do; nothing is stored until that is done
      states.set(box, { ...clean, unsaved: true, pause: state.pause });
    }
  });

  document.addEventListener("htmx:responseError", (event) => {
    const box = boxOf(event);
    if (!box) return;
    const status = event.detail.xhr.status;
    const reason = plainReason(event.detail.xhr);
    if (status === 409) failed(box, reason, false);
    else if (status === 403 && reason) failed(box, `Not saved. ${reason}`, false);
    else if (status === 404) failed(box, "Not saved: you can't open this any more. Copy what you typed before you leave.", false);
    else if (status === 403) failed(box, `Not saved: your session changed in another tab. ${reload()}`, false);
    else if (status === 413) failed(box, "Not saved: this is too large. Shorten the note.", false);
    else if (status === 429 || status === 507) {
      const why = reason || (status === 507 ? "The server's disk is full or read-only." : "The server has had too many requests.");
      const least = Number(event.detail.xhr.getResponseHeader("Retry-After")) || 0;
      failed(box, `Not saved. ${why} This page will try again.`, true, least);
    } else failed(box, "Not saved: the server couldn't save it right now. This page will try again.", true);
  });

  // a pressed button goes with the question it answered: the keyboard goes on where it was, not at the top of the page
  document.addEventListener("htmx:afterSettle", (event) => {
    const box = boxOf(event);
    const pressed = event.detail.requestConfig?.elt;
    if (!box || !pressed?.matches("button") || document.activeElement !== document.body) return;
    const area = box.querySelector(".statement__state");
    area.tabIndex = -1;
    area.focus({ preventScroll: true });
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const box = boxOf(event);
      if (!box) return;
      stateOf(box).cutOff = true;
      failed(box, "Not saved: no connection. It stays here, and is sent once you are back online.", true);
    });
  }

  window.addEventListener("online", () => {
    for (const box of document.querySelectorAll("[data-autosave]")) retry(box);
  });

  let leaving = false;
  document.addEventListener("submit", (event) => {
    const cutOff = [...event.target.querySelectorAll("[data-autosave]")].filter((box) => stateOf(box).cutOff);
    if (cutOff.length || !window.navigator.onLine) {
      // leaving now would show the browser's own error page, and lose what is not saved yet
      event.preventDefault();
      const line = document.getElementById("status");
      if (line) line.textContent = "No connection. Nothing is lost: stay on this page, and it is saved once you are back online.";
      cutOff.forEach(retry);
      return;
    }
    leaving = true; // the form itself carries everything …
    const form = event.target;
    for (const box of form.querySelectorAll("[data-autosave]")) {
      // … but a save still on its way may get there first: named here, it is not taken for somebody else's
      const state = stateOf(box);
      const ids = [...state.lost, state.sending].filter(Boolean);
      if (!ids.length) continue;
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = `tried-${box.dataset.autosave}`;
      field.value = ids.join(" ");
      form.append(field);
    }
  });

  // a request that outlives the page; whether it came through is seen only if the page lives on
  function sendOnHiding(box, closing) {
    const state = stateOf(box);
    const nothingNew = state.edits === state.sentEdits;
    if (!state.unsaved || (state.sending && nothingNew && !closing)) return;
    window.clearTimeout(state.pause);
    window.clearTimeout(state.timer);
    const id = newId();
    const tried = [...state.lost, state.sending].filter(Boolean);
    const fields = new Set(box.getAttribute("hx-params").split(","));
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(box.closest("form"))) if (fields.has(name)) body.append(name, value);
    body.set(`request-${box.dataset.autosave}`, id);
    body.set(`tried-${box.dataset.autosave}`, tried.join(" "));
    state.sending = id;
    state.lost = tried.slice(-MOST_LOST);
    state.sentEdits = state.edits;
    tell(box, "draft-sent");
    const headers = { "HX-Request": "true" };
    const options = { method: "POST", body, headers, keepalive: true, credentials: "same-origin" };
    window.fetch(box.getAttribute("hx-post"), options).then(
      async (answer) => arrived(box, id, answer.status, await answer.text()),
      () => undefined, // it stays in the browser, and is sent again with the next change
    );
  }

  function arrived(box, id, status, html) {
    const state = stateOf(box);
    if (status !== 200 || !box.isConnected) return;
    tell(box, "draft-saved");
    if (state.sending !== id) return;
    const typed = state.edits > state.sentEdits;
    states.set(box, { ...clean, unsaved: typed, pause: state.pause });
    window.htmx.swap(box.getAttribute("hx-target"), html, { swapStyle: box.getAttribute("hx-swap") });
    window.htmx.trigger(document.body, "answer-saved");
    if (typed) say(box, "unsaved", "Not saved yet");
  }

  function hide(closing) {
    if (leaving) return;
    for (const box of document.querySelectorAll("[data-autosave]")) sendOnHiding(box, closing);
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hide(false);
  });
  window.addEventListener("pagehide", () => hide(true));

  window.addEventListener("beforeunload", (event) => {
    if (leaving || kept()) return;
    const open = [...document.querySelectorAll("[data-autosave]")].some((box) => stateOf(box).unsaved);
    if (open) event.preventDefault();
  });

  // a page kept by the browser's back button shows what was true when it was left
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  document.addEventListener("htmx:load", (event) => clocks(event.target));
  clocks(document);
})();
