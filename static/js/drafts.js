/* Keeps what is typed in this browser until the server has it, and offers it to whoever comes back.

   A form with data-draft="PERSON/ASSESSMENT/NAME" is one draft; where parts of it save themselves (data-autosave), each
   part is one. A draft is removed when the server says that it is stored (the cookie advisor-drafts, or the reply to a
   save), on signing out, once access was revoked, and after two weeks. Nothing is put back unasked. Hidden fields,
   passwords and files are never in it. */
(() => {
  "use strict";

  const PREFIX = "advisor-draft:";
  const OLDEST = 14 * 24 * 3600 * 1000;
  const MOST = 3; // of one form: typed in several tabs, or typed anew beside an offer
  const NOBODY = "-";
  const SKIPPED = ["hidden", "password", "file", "submit", "button", "reset", "image"];
  const own = new WeakMap(); // unit -> the id of what was typed on this page

  const root = document.documentElement;
  root.dataset.drafts = "kept";

  function allKeys() {
    try {
      return Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      delete root.dataset.drafts;
      return [];
    }
  }

  function read(key) {
    try {
      const list = JSON.parse(window.localStorage.getItem(key) || "[]");
      return Array.isArray(list) ? list.filter((one) => one && Array.isArray(one.values)) : [];
    } catch {
      return [];
    }
  }

  function write(key, list) {
    try {
      if (list.length) window.localStorage.setItem(key, JSON.stringify(list.slice(-MOST)));
      else window.localStorage.removeItem(key);
    } catch {
      delete root.dataset.drafts; // full or switched off: the page then asks before it is left
    }
  }

  const without = (key, id) => write(key, read(key).filter((one) => one.id !== id));
  const forget = (wanted) => allKeys().filter(wanted).forEach((key) => write(key, []));
  const ofAssessment = (id) => (key) => key.slice(PREFIX.length).split("/")[1] === id;

  const SENT = "advisor-sent"; // the drafts of the form that was sent last in this tab

  function sendingNow(ids) {
    try {
      window.sessionStorage.setItem(SENT, JSON.stringify(ids.filter(Boolean)));
    } catch {
      // switched off: then no page says that anything is still here
    }
  }

  function stillHere() {
    try {
      const sent = JSON.parse(window.sessionStorage.getItem(SENT) || "[]");
      return allKeys().some((key) => read(key).some((one) => sent.includes(one.id)));
    } catch {
      return false;
    }
  }

  function newId() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function unitOf(target) {
    const form = target instanceof Element && target.closest("form[data-draft]");
    return form ? target.closest("[data-autosave]") || form : null;
  }

  function unitsOf(form) {
    const parts = [...form.querySelectorAll("[data-autosave]")];
    return parts.length ? parts : [form];
  }

  // the key it is stored under, and then those of a browser or an assessment that had no id yet
  function keysOf(unit) {
    const form = unit.closest("form[data-draft]");
    const [person, assessment, ...name] = form.dataset.draft.split("/");
    const begun = form.querySelector("input[type=hidden][name=assessment]");
    const rest = [...name, unit.dataset.autosave || ""].join("/");
    const keys = [];
    for (const id of [(begun && begun.value) || assessment, NOBODY])
      for (const who of [person, NOBODY]) keys.push(`${PREFIX}${who}/${id}/${rest}`);
    return [...new Set(keys)];
  }

  function controlsOf(unit) {
    const all = [...unit.querySelectorAll("input, textarea, select")];
    return all.filter((one) => one.name && !one.readOnly && !SKIPPED.includes(one.type) && !one.closest("[data-offer]"));
  }

  const ticked = (one) => one.type === "radio" || one.type === "checkbox";
  const valuesOf = (unit) =>
    controlsOf(unit)
      .filter((one) => !ticked(one) || one.checked)
      .map((one) => [one.name, one.value]);

  function served(one) {
    if (one.tagName !== "SELECT") return one.defaultValue;
    const option = [...one.options].find((each) => each.defaultSelected) || one.options[0];
    return option ? option.value : "";
  }

  const servedOf = (unit) =>
    controlsOf(unit)
      .filter((one) => !ticked(one) || one.defaultChecked)
      .map((one) => [one.name, ticked(one) ? one.value : served(one)]);
  const text = (values) => JSON.stringify(values.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]));
  const same = (some, others) => text(some) === text(others);
  const answersPost = (unit) => "draftSent" in unit.closest("form[data-draft]").dataset;

  function keep(unit) {
    const [key, ...earlier] = keysOf(unit);
    const values = valuesOf(unit);
    for (const one of earlier) without(one, own.get(unit)); // typed before there was an id
    const rest = read(key).filter((one) => one.id !== own.get(unit));
    const untouched = !unit.dataset.autosave && !answersPost(unit) && same(values, servedOf(unit));
    own.set(unit, newId());
    write(key, untouched ? rest : [...rest, { id: own.get(unit), at: Date.now(), values }]);
  }

  // before anybody else hears of it: a save that follows at once sends what is in the draft
  for (const name of ["input", "change"])
    document.addEventListener(
      name,
      (event) => {
        const unit = unitOf(event.target);
        if (unit && controlsOf(unit).includes(event.target)) keep(unit);
      },
      true,
    );

  // what goes with a form, so that the server can say what of it is stored, and a refusal what of it is still here
  document.addEventListener("submit", (event) => {
    const form = event.target;
    sendingNow(form.matches("form[data-draft]") ? unitsOf(form).map((unit) => own.get(unit)) : []);
    if (!form.matches("form[data-draft]")) return;
    form.querySelectorAll("input[name=draft]").forEach((one) => one.remove());
    for (const unit of unitsOf(form)) {
      if (!own.has(unit)) continue;
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "draft", value: own.get(unit) });
      form.append(field);
    }
  });

  // a part that saves itself: what was sent last is what a reply acknowledges
  const sent = new WeakMap();
  document.addEventListener("draft-sent", (event) => sent.set(event.target, own.get(event.target)));
  document.addEventListener("draft-saved", (event) => {
    const unit = event.target;
    if (unit.closest("form[data-draft]")) for (const key of keysOf(unit)) without(key, sent.get(unit));
  });
  document.addEventListener("htmx:responseError", (event) => {
    const unit = unitOf(event.target);
    if (unit && event.detail.xhr.status === 404) keysOf(unit).forEach((key) => forget(ofAssessment(key.split("/")[1])));
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[name^=pick-][value=theirs]");
    const unit = button && unitOf(button);
    if (unit) keysOf(unit).forEach((key) => without(key, own.get(unit)));
  });

  // what the server says: which drafts are stored, that somebody signed in here or out
  function obey() {
    const found = /(?:^|; )((?:__Host-)?advisor-drafts)=([a-z0-9.-]*)/.exec(document.cookie);
    if (!found) return;
    const form = document.querySelector("form[data-draft]");
    const waits = [];
    for (const word of found[2].split(".")) {
      const [what, id] = word.split("-");
      if (what === "forget") forget(() => true);
      else if (what === "saved") allKeys().forEach((key) => without(key, id));
      else if (what === "from" && !form) waits.push(word);
      else if (what === "from") {
        const now = form.dataset.draft.split("/")[0];
        for (const key of allKeys().filter((one) => one.startsWith(`${PREFIX}${id}/`))) {
          const moved = key.replace(`${PREFIX}${id}/`, `${PREFIX}${now}/`);
          write(moved, [...read(moved), ...read(key)]);
          write(key, []);
        }
      }
    }
    const age = waits.length ? 7 * 24 * 3600 : 0;
    const secure = window.location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${found[1]}=${waits.join(".")}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  }

  function make(tag, words, ...children) {
    const element = document.createElement(tag);
    element.append(...(words ? [words] : []), ...children);
    return element;
  }

  function words(unit, name, values) {
    const controls = controlsOf(unit).filter((one) => one.name === name);
    const said = values.filter(([one]) => one === name).map(([, value]) => value);
    const label = (one) => (one && one.labels && one.labels[0] ? one.labels[0].textContent.trim() : "");
    if (!controls.length || !ticked(controls[0])) return { title: label(controls[0]) || name, said: said.join("\n") };
    const group = controls[0].closest("fieldset");
    const legend = group && group.querySelector("legend");
    const chosen = controls.filter((one) => said.includes(one.value)).map((one) => label(one).replace(/\s+/g, " "));
    return { title: (legend && legend.textContent.trim()) || name, said: chosen.join(", ") };
  }

  function putBack(unit, values) {
    const left = new Map();
    for (const [name, value] of values) left.set(name, [...(left.get(name) || []), value]);
    for (const one of controlsOf(unit)) {
      const said = left.get(one.name) || [];
      if (ticked(one)) one.checked = said.includes(one.value);
      else if (said.length) one.value = said.shift();
      for (let fold = one.closest("details"); fold && one.value; fold = fold.parentElement.closest("details")) {
        if (!ticked(one)) fold.open = true;
      }
    }
    const [first] = controlsOf(unit);
    if (first) first.dispatchEvent(new Event(unit.dataset.autosave ? "change" : "input", { bubbles: true }));
  }

  function offer(unit, key, draft) {
    const now = servedOf(unit);
    const at = new Date(draft.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    const list = make("dl");
    for (const name of new Set([...draft.values, ...now].map(([one]) => one))) {
      const [typed, saved] = [words(unit, name, draft.values), words(unit, name, now)];
      if (typed.said === saved.said) continue;
      list.append(make("dt", typed.title), make("dd", "You typed: ", make("bdi", typed.said || "nothing")));
      list.append(make("dd", "Saved: ", make("bdi", saved.said || "nothing")));
    }
    const use = make("button", "Use what I typed");
    const drop = make("button", "Use what is saved");
    const title = make("p", "", make("b", `You typed this here on ${at}, and it wasn't saved.`));
    const box = make("div", "", title, list, make("div", "", use, drop));
    box.className = "callout callout--warn offer";
    box.dataset.offer = "";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "What you typed before");
    box.lastChild.className = "buttons";
    for (const button of [use, drop]) {
      button.type = "button";
      button.className = "button";
      button.addEventListener("click", () => {
        without(key, draft.id);
        box.remove();
        if (button === use) putBack(unit, draft.values);
      });
    }
    const state = unit.querySelector(".statement__state");
    if (state) state.before(box);
    else unit.prepend(box);
    for (let fold = unit.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  // the page may be the answer to a form: then it shows what was sent, and why it is not stored yet, if it is not
  function lookAt(unit) {
    const sentIds = (unit.closest("form[data-draft]").dataset.draftSent || "").split(" ");
    const part = unit.dataset.autosave;
    for (const key of keysOf(unit)) {
      for (const draft of read(key)) {
        const again = sentIds.includes(draft.id) && (!part || unit.querySelector("[data-says=kept]"));
        if (again || sentIds.includes(draft.id) || same(draft.values, servedOf(unit))) without(key, draft.id);
        else offer(unit, key, draft);
        if (again) keep(unit);
      }
    }
  }

  obey();
  const still = document.querySelector("[data-draft-kept]");
  if (still && !document.querySelector("[data-draft-gone]")) {
    const here = document.referrer && new URL(document.referrer).origin === window.location.origin;
    still.hidden = !here || !stillHere();
  }
  const gone = document.querySelector("[data-draft-gone]");
  const place = gone && /^[ar]\/([\w-]+)\//.exec(window.location.pathname.slice(gone.dataset.draftGone.length));
  if (place) forget(ofAssessment(place[1]));
  for (const key of allKeys()) write(key, read(key).filter((one) => Date.now() - one.at < OLDEST));
  for (const form of document.querySelectorAll("form[data-draft]")) unitsOf(form).forEach(lookAt);
})();
