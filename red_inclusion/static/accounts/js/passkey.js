// Passkeys need a browser that has them and a host with a name: an address in numbers is refused by every browser.

const host = window.location.hostname;
const named = !/^[\d.]+$|:/.test(host);

const show = (what, shown) => {
  for (const element of document.querySelectorAll(what)) {
    element.hidden = !shown;
  }
};

if (window.PublicKeyCredential && named) {
  show("[data-needs-passkey]", true);
  show("[data-without-passkey]", false);
}

// She closed the window of her device, or it did not know her: allauth tells the console alone.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  show("[data-passkey-refused]", true);
});
