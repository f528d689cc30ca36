// What is being written stays on this device until the server has it.
const PREFIX = "draft:";
const SKIPPED = new Set(["csrfmiddlewaretoken", "password"]);

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function write(key, values) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(values));
    return true;
  } catch {
    return false;
  }
}

function controls(form) {
  return [...form.elements].filter(
    (control) => control.name && !SKIPPED.has(control.name) && !["hidden", "file", "password", "submit"].includes(control.type)
  );
}

function valuesOf(form) {
  return controls(form).map((control) => {
    if (control.type === "checkbox" || control.type === "radio") return [control.name, control.value, control.checked];
    if (control.multiple) return [control.name, [...control.selectedOptions].map((option) => option.value), true];
    return [control.name, control.value, true];
  });
}

function restore(form, values, { over = false } = {}) {
  for (const [name, value, on] of values) {
    for (const control of controls(form).filter((each) => each.name === name)) fill(control, value, on, over);
  }
}

function fill(control, value, on, over) {
  if (control.type === "checkbox" || control.type === "radio") {
    if (control.value === value) control.checked = on;
  } else if (control.multiple) {
    for (const option of control.options) option.selected = value.includes(option.value);
  } else if (over || !control.value) control.value = value;
}

// What the form already says may be newer than the draft, somebody else's even: she decides.
function offer(form, values) {
  const notice = form.querySelector("[data-draft-offer]");
  if (!notice || JSON.stringify(values) === JSON.stringify(valuesOf(form))) return;
  notice.hidden = false;
  notice.querySelector("[data-draft-restore]").addEventListener("click", () => {
    restore(form, values, { over: true });
    settle(form, notice);
    keep(form);
  });
  notice.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(PREFIX + form.dataset.draft);
    settle(form, notice);
  });
}

function settle(form, notice) {
  notice.hidden = true;
  controls(form)[0]?.focus();
}

function keep(form) {
  const note = form.querySelector("[data-draft-note]");
  const saved = write(form.dataset.draft, valuesOf(form));
  if (note) note.hidden = !saved;
}

function bind(form) {
  const stored = read(form.dataset.draft);
  // A form that comes back with errors carries the newer text already.
  if (stored && !form.querySelector("[aria-invalid=true]")) {
    restore(form, stored);
    offer(form, stored);
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), 400);
  });
}

for (const mark of document.querySelectorAll("[data-draft-clear]")) localStorage.removeItem(PREFIX + mark.dataset.draftClear);
for (const form of document.querySelectorAll("form[data-draft]")) bind(form);
