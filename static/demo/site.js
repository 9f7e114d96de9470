// Uses of the widget on a website: buttons of its own that open an entry, and tell operators which button it was.

window.ContactCenter = window.ContactCenter || { q: [] };
addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-entry]");
  if (!button) return;
  window.ContactCenter.q.push(["setParameters", { product: "Vitalis 9", pressed: button.textContent }]);
  window.ContactCenter.q.push(["open", button.getAttribute("data-entry")]);
});
