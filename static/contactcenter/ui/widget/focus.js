// Keeps the keyboard focus: moves it to the operator's question, and back afterwards; and to the first element of a new
// page, so that it's never lost.

/** @type {{screen: string, asked: boolean, fault: string, before: Element | null}} */
const last = { screen: "", asked: false, fault: "", before: null };

/**
 * Call before rendering; call the result after it.
 * @param {HTMLElement} root
 * @returns {(model: {screen: string, prompt: unknown, ready: boolean, page: {fault: string}}) => void}
 */
export function followFocus(root) {
  const active = document.activeElement;
  return ({ screen, prompt, ready, page: { fault } }) => {
    if (!ready) return;
    const here = document.hasFocus(); // whoever writes on the website's page goes on there
    const asked = Boolean(prompt);
    if (asked && !last.asked) {
      last.before = active;
      // The question itself, not its first button: somebody may be in the middle of a word. Whoever writes on the
      // website's page hears an alert: their letters would go into a message.
      if (here) focus(root.querySelector("[data-test=call-prompt]"));
    } else if (!asked && last.asked) {
      // A person who is writing isn't interrupted.
      if (here && document.activeElement === document.body)
        focus(last.before?.isConnected && last.before !== document.body ? last.before : root.querySelector("textarea"));
    } else if (screen !== last.screen && last.screen && here) {
      focusFirst(root);
    } else if (fault && fault !== last.fault) {
      focus(root.querySelector("[aria-invalid]"));
    }
    // What had the focus has gone: a call that ended took its controls along.
    if (here && active && !active.isConnected && document.activeElement === document.body)
      focus(root.querySelector("textarea") ?? root.querySelector("button:not([aria-disabled])"));
    last.fault = fault;
    last.screen = screen;
    last.asked = asked;
  };
}

/** Moves to the most likely next element of the current page. @param {HTMLElement} root */
export function focusFirst(root) {
  focus(
    root.querySelector("[data-test=call-prompt]") ??
      root.querySelector("[data-test=camera-question], [data-test=text-offer], [data-test=play]") ??
      root.querySelector(
        "form input:not([type=file]), form textarea, .entry:not([aria-disabled]), .actions .btn.main, :is(.waiting, .actions) [data-test=waiting-cancel]",
      ),
  );
}

/** @param {Element | null} element */
const focus = (element) => /** @type {HTMLElement | null} */ (element)?.focus({ preventScroll: true });
