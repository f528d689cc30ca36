// Sends a page's own forms and takes from the answered page the parts that this one has; without it they are plain forms.
import { dismissable } from "../../js/toasts.js";

export async function submitInPlace(form, submitter) {
  const response = await fetch(form.action, { method: "POST", body: new FormData(form, submitter) });
  const taken = await takeParts(response, (part) => isBegun(part) && !part.contains(form));
  if (taken) keepAsking(new URL(response.url).searchParams.get("closing"));
  return taken;
}

// What the answer asks back stands in the address, so that whatever redraws the page asks it again.
function keepAsking(question) {
  const here = new URL(location.href);
  if (question) here.searchParams.set("closing", question);
  else here.searchParams.delete("closing");
  if (here.href !== location.href) history.replaceState(null, "", here);
}

export async function refreshParts() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  return takeParts(response, (part) => isBegun(part) || part.contains(document.activeElement));
}

// False where the answer is another page: a refusal, or sign-in.
async function takeParts(response, isSpared) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = new Map([...page.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  const parts = [...document.querySelectorAll("[data-part]")];
  if (!parts.every((part) => fresh.has(part.dataset.part))) return false;
  for (const part of parts) {
    const newer = fresh.get(part.dataset.part);
    if (!isSpared(part)) part.replaceWith(document.adoptNode(newer));
    else if (part.contains(document.activeElement)) takeRows(part, newer);
  }
  takeToasts(page);
  return true;
}

// A list in which she has the focus takes what is new, and loses what is gone, around her.
function takeRows(part, newer) {
  const [list, freshList] = [part, newer].map((each) => each.querySelector("[data-rows]"));
  if (!list || !freshList) return;
  const fresh = new Map([...freshList.children].map((row) => [row.dataset.key, row]));
  for (const row of [...list.children]) {
    if (!fresh.delete(row.dataset.key) && !row.contains(document.activeElement)) row.remove();
  }
  for (const row of fresh.values()) list.append(document.adoptNode(row));
  for (const words of part.querySelectorAll("[data-rows-words]")) {
    words.textContent = newer.querySelector("[data-rows-words]").textContent;
  }
}

// Something is written or chosen in it and not sent yet.
function isBegun(part) {
  return [...part.querySelectorAll("textarea, select, input:not([type=hidden])")].some(isChanged);
}

function isChanged(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.localName === "select") return field.value !== defaultOf(field);
  return field.value !== field.defaultValue;
}

function defaultOf({ options }) {
  return ([...options].find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

function takeToasts(page) {
  const toasts = document.querySelector("[data-toasts]");
  for (const toast of page.querySelectorAll("[data-toast]")) {
    toasts.append(document.adoptNode(toast));
    dismissable(toast);
  }
}
