// What a website does with the widget: buttons of its own that open an entry, and what operators should know of the visit.

window.ContactCenter = window.ContactCenter || { q: [] };
const { q } = window.ContactCenter;
q.push(["setParameters", { product: "Vitalis 9", shop: "Leipzig" }]);
addEventListener("click", (event) => {
  const entry = /** @type {Element} */ (event.target).closest("[data-entry]")?.getAttribute("data-entry");
  if (entry) window.ContactCenter.q.push(["open", entry]);
});
