/* Saving while one answers: shows whether each answer is saved, and tries again until it is.

   An element with data-autosave="<key>" saves itself through htmx. Each save gets an id of its own. A save whose reply
   never came may still have been stored, so the next one names its id: the server then knows that both are ours. */
(() => {
  "use strict";

  const WAITS = [2, 4, 8, 15, 30];
  const MOST_LOST = 20;
  const states = new WeakMap();

  function stateOf(box) {
    if (!states.has(box)) states.set(box, { sending: "", lost: [], timer: 0, unsaved: false, cutOff: false });
    return states.get(box);
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
    stateOf(box).unsaved = true;
    say(box, "unsaved", "Not saved yet");
  });

  document.addEventListener("htmx:configRequest", (event) => {
    const box = boxOf(event);
    if (!box || event.detail.verb !== "post") return;
    const state = stateOf(box);
    window.clearTimeout(state.timer);
    state.sending = newId();
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
      const page = document.getElementById("status");
      if (state.cutOff && page) page.textContent = "";
      states.set(box, { sending: "", lost: [], timer: 0, unsaved: false, cutOff: false });
      const line = box.querySelector(".statement__state [data-says=saved]");
      if (tries && line) {
        line.className = "retried";
        line.append(tries === 1 ? ", at the second try" : ", after several tries");
      }
    } else if (status === 412 || status === 422) {
      // the reply itself says what to do; nothing is stored until that is done
      states.set(box, { sending: "", lost: [], timer: 0, unsaved: true, cutOff: false });
    }
  });

  document.addEventListener("htmx:responseError", (event) => {
    const box = boxOf(event);
    if (!box) return;
    const status = event.detail.xhr.status;
    const reason = plainReason(event.detail.xhr);
    if (status === 409) failed(box, reason, false);
    else if (status === 403 && reason) failed(box, `Not saved. ${reason}`, false);
    else if (status === 403 || status === 404) failed(box, "Not saved. Copy what you typed, then reload the page.", false);
    else if (status === 413) failed(box, "Not saved: this is too large. Shorten the note.", false);
    else if (status === 429 || status === 507) {
      const why = reason || (status === 507 ? "The server's disk is full or read-only." : "The server takes no more just now.");
      const least = Number(event.detail.xhr.getResponseHeader("Retry-After")) || 0;
      failed(box, `Not saved. ${why} It is tried again by itself.`, true, least);
    } else failed(box, "Not saved: the server could not do it just now. It is tried again by itself.", true);
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const box = boxOf(event);
      if (!box) return;
      stateOf(box).cutOff = true;
      failed(box, "Not saved: no connection. It stays here and is sent again by itself.", true);
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
      if (line) line.textContent = "No connection. Nothing is lost: stay on this page, it is saved as soon as that works.";
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
  window.addEventListener("beforeunload", (event) => {
    if (leaving) return;
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
