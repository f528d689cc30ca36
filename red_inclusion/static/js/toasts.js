const READING_TIME = 9000;

export function dismissable(toast) {
  const close = toast.querySelector("[data-toast-close]");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
  if (!toast.matches(".toast--error, .toast--warning")) leaveAlone(toast);
}

// A toast that is being read (pointer or focus on it) stays.
function leaveAlone(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leaveAlone(toast);
    else toast.remove();
  }, READING_TIME);
}

for (const toast of document.querySelectorAll("[data-toast]")) dismissable(toast);
