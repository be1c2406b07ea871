/* Passkeys: what a form with data-passkey sends is first made ("make") or asked for ("ask") by the browser. The options
   stand in the page, or else are fetched from the form's own address. Without passkeys such a form stays hidden. */
(() => {
  "use strict";

  const api = window.webauthnJSON;
  if (!api || !window.PublicKeyCredential) return;

  const optionsOf = async (form) => {
    const given = document.getElementById("passkey-data");
    if (given) return JSON.parse(given.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status === 429 ? "Too many attempts. Wait a minute, then try again." : "The server did not answer. Try again.");
    return answer.json();
  };

  const made = (options) => {
    const wanted = options.creation_options;
    wanted.publicKey.authenticatorSelection = {
      ...wanted.publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
    return api.create(wanted);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const error = form.querySelector("[data-passkey-error]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      error.hidden = true;
      try {
        const options = await optionsOf(form);
        const credential = form.dataset.passkey === "make" ? await made(options) : await api.get(options.request_options);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch (reason) {
        error.textContent =
          reason.name === "NotAllowedError" ? "No passkey was used. Try again, or choose another way." : reason.message;
        error.hidden = false;
      }
    });
  }
  for (const words of document.querySelectorAll("[data-passkey-without]")) words.hidden = true;
})();
