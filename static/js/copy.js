/* Copying a link: a button beside a field that can also be copied by hand. */
(() => {
  "use strict";

  for (const box of document.querySelectorAll("[data-copy]")) {
    const field = box.querySelector("[data-copy-text]");
    const button = box.querySelector("[data-copy-button]");
    if (!field || !button) continue;
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = "Copied";
      } catch {
        // without https a browser refuses: the text is selected, so that Ctrl-C does it
        button.textContent = "Press Ctrl-C";
      }
    });
  }
})();
