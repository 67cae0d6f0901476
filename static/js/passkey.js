// Sets up a passkey, or gives one, with the browser's own window. The form has what the server asks
// as data-options, and takes the answer in its field "credential". Bytes travel as base64url.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");

const withBytes = (list) => list?.map((one) => ({ ...one, id: toBytes(one.id) }));

const asked = ({ publicKey }) => ({
  ...publicKey,
  challenge: toBytes(publicKey.challenge),
  user: publicKey.user && { ...publicKey.user, id: toBytes(publicKey.user.id) },
  excludeCredentials: withBytes(publicKey.excludeCredentials),
  allowCredentials: withBytes(publicKey.allowCredentials),
});

const ANSWERS = [
  "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle",
];

const answer = (credential) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: Object.fromEntries(
    ANSWERS.filter((name) => credential.response[name]).map((name) => [
      name,
      toText(credential.response[name]),
    ]),
  ),
});

const say = (form, shown) => {
  for (const words of ["away", "failed", "had"]) {
    form.querySelector(`[data-passkey-${words}]`).hidden = words !== shown;
  }
};

const form = document.querySelector("[data-passkey]");

if (form && window.PublicKeyCredential) {
  say(form, "");
  form.querySelector("[data-passkey-works]").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(form, "");
    try {
      const publicKey = asked(JSON.parse(form.dataset.options));
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.credential.value = JSON.stringify(answer(credential));
      form.submit();
    } catch (problem) {
      say(form, problem.name === "InvalidStateError" ? "had" : "failed");
    }
  });
}
