// Forms with a passkey: submitting one asks the browser for a passkey first, and sends the form with its answer. The
// options come with the page, or from the address in data-options; the words from
// templates/accounts/passkey_words.html.

/** @typedef {"refused" | "unsupported" | "offline"} PasskeyWords */

/** @param {HTMLFormElement} form @param {PasskeyWords} words */
function say(form, words) {
  for (const text of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-words]")))
    text.hidden = text.dataset.words !== words;
}

/** What the server asks the browser for. @param {HTMLFormElement} form */
async function optionsOf(form) {
  const address = form.dataset.options;
  if (!address) return JSON.parse(document.getElementById("passkey-options")?.textContent ?? "{}").publicKey;
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options.publicKey;
}

/** @param {HTMLFormElement} form @param {object} options */
function ask(form, options) {
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
          /** @type {PublicKeyCredentialCreationOptionsJSON} */ (options),
        ),
      })
    : navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
          /** @type {PublicKeyCredentialRequestOptionsJSON} */ (options),
        ),
      });
}

/** @param {HTMLFormElement} form */
async function usePasskey(form) {
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) return say(form, "unsupported");
  const options = await optionsOf(form).catch(() => null);
  if (!options) return say(form, "offline");
  const credential = await ask(form, options).catch(() => null);
  if (!credential) return say(form, "refused");
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
  field.value = JSON.stringify(/** @type {PublicKeyCredential} */ (credential).toJSON());
  form.submit();
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-passkey]"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // nobody waits for a page yet
    usePasskey(form);
  });
}
