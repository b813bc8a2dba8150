// Passkeys: asks the browser for one, and sends what it answers. Pages work without it, by a code.

const KNOWS = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

/** What the device is to do: from the page, or fetched when it is about to be used. */
async function optionsFor(form) {
  const { from } = form.dataset;
  if (!from) return JSON.parse(form.querySelector("[data-options]").textContent);
  const answer = await fetch(from, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function credentialFor(form) {
  const { publicKey } = await optionsFor(form);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

async function use(form) {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await credentialFor(form));
  } catch {
    failed.hidden = false;
    return;
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!KNOWS) continue;
  const button = form.querySelector("[data-passkey-button]");
  button.hidden = false;
  form.querySelector("[data-cannot]").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    use(form);
  });
}
