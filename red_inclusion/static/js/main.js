import "./theme.js";
import "./menu.js";
import "./toasts.js";
import "./dialog.js";
import "./submit-once.js";
import "./draft.js";
import "./form-comfort.js";
import "./sign-out.js";
