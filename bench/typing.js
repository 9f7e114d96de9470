// Evaluated in every frame before its own scripts. Presses the chat as soon as a person could, and types the first letter as soon as the
// form takes it: looked at on every frame the browser paints, so what nobody sees yet counts for nothing.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const found = { entries: 0, typing: 0 };
  window.bench = found;
  const look = () => {
    const entry = document.querySelector('[data-test="entry-chat"]');
    if (entry && !found.entries) {
      found.entries = now();
      entry.click();
    }
    const field = document.querySelector('[data-test="field-message"]');
    if (field) {
      field.focus();
      document.execCommand("insertText", false, "M");
      if (field.value === "M") found.typing = now();
    }
    if (!found.typing) requestAnimationFrame(look);
  };
  if (window.parent !== window) requestAnimationFrame(look);
})();
