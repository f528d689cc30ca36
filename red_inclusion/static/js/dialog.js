// Without this script the same buttons open the dialog as a popover (popovertarget).
function onClick(event) {
  const opener = event.target.closest("[data-dialog-open]");
  const closer = event.target.closest("[data-dialog-close]");
  if (opener || closer) event.preventDefault();
  if (opener) document.getElementById(opener.dataset.dialogOpen).showModal();
  if (closer) closer.closest("dialog").close();
  if (event.target.matches("dialog.dialog")) event.target.close();
}

document.addEventListener("click", onClick);
