// Passkeys need a browser that has them and a host with a name: an address in numbers is refused by every browser.

const host = window.location.hostname;
const named = !/^[\d.]+$|:/.test(host);

if (window.PublicKeyCredential && named) {
  for (const element of document.querySelectorAll("[data-needs-passkey]")) {
    element.hidden = false;
  }
}
