/* Says in the page's status line when a request of htmx failed, so that no failure is silent.
   An element (or any of its parents) with data-own-errors speaks for itself and is left alone. */
(() => {
  "use strict";

  const words = {
    403: "You can't do that here. Reload the page and try again.",
    404: "That is no longer here. Reload the page to see what is.",
    409: "This has changed. Reload the page to see how it is now.",
    413: "That is too large. Shorten it and try again.",
    429: "Too many requests in a short time. Wait a minute, then try again.",
    507: "The server's disk is full or read-only, so nothing can be saved right now. What you typed is still on this page.",
  };
  let timer;

  function say(message) {
    const line = document.getElementById("status");
    if (!line) return;
    window.clearTimeout(timer);
    line.textContent = message;
    timer = window.setTimeout(() => {
      line.textContent = "";
    }, 12000);
  }

  // a page that is being left cancels its requests: that is no lost connection
  let leaving = false;
  window.addEventListener("beforeunload", () => {
    leaving = true;
    window.setTimeout(() => {
      leaving = false; // it was not left after all
    }, 1000);
  });

  function ownErrors(event) {
    return event.target instanceof Element && event.target.closest("[data-own-errors]");
  }

  document.addEventListener("htmx:responseError", (event) => {
    if (ownErrors(event)) return;
    const status = event.detail.xhr.status;
    const plain = (event.detail.xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    const reason = status === 429 || status === 507 ? plain && event.detail.xhr.responseText.slice(0, 400) : "";
    say(reason || words[status] || `The server could not do that (${status}). What you typed is still on this page; try again.`);
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (leaving || ownErrors(event)) return;
      say("No connection to the server. What you typed is still on this page; try again in a moment.");
    });
  }
})();
