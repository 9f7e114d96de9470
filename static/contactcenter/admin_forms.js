// The forms for hours, holidays, lists in order and colours: adds, removes, copies and moves inputs. All of it is in
// the page and works without this module; the words are in templates/admin/widgets.

/** @param {Element} place @param {string} selector @returns {HTMLElement[]} */
const all = (place, selector) => /** @type {HTMLElement[]} */ ([...place.querySelectorAll(selector)]);

/** @param {Element} place @returns {HTMLInputElement[]} */
const inputs = (place) => /** @type {HTMLInputElement[]} */ (all(place, "input"));

/** @param {Element} row @returns {boolean} */
const blank = (row) => inputs(row).every((input) => !input.value);

/** Add a blank copy behind the last row. @param {HTMLElement[]} rows @returns {HTMLElement} */
function addRow(rows) {
  const last = /** @type {HTMLElement} */ (rows.at(-1));
  const row = /** @type {HTMLElement} */ (last.cloneNode(true));
  for (const input of inputs(row)) {
    input.value = "";
    if (input.type === "text" && input.name === "holidays") input.type = "date";
    input.removeAttribute("aria-invalid");
  }
  for (const words of all(row, ".day-list__weekday")) words.textContent = "";
  last.after(row);
  return row;
}

/** Remove a row, or empty the only one; the focus stays near. @param {HTMLElement} row @param {HTMLElement[]} rows */
function removeRow(row, rows) {
  const place = rows.indexOf(row);
  const near = rows[place - 1] ?? rows[place + 1] ?? row;
  if (near === row) for (const input of inputs(row)) input.value = "";
  else row.remove();
  inputs(near)[0].focus();
}

/** @param {HTMLElement} day */
const ranges = (day) => all(day, "[data-range]");

/** Give Monday to Friday the hours of this day. @param {HTMLElement} hours @param {HTMLElement} from */
function copyHours(hours, from) {
  const values = ranges(from)
    .filter((range) => !blank(range))
    .map((range) => inputs(range).map((input) => input.value));
  for (const day of all(hours, "[data-day]").slice(0, 5)) {
    if (day === from) continue;
    while (ranges(day).length < Math.max(values.length, 1)) addRow(ranges(day));
    ranges(day).forEach((range, number) => {
      if (number && number >= values.length) range.remove();
      else for (const [side, input] of inputs(range).entries()) input.value = values[number]?.[side] ?? "";
    });
  }
  const status = /** @type {HTMLElement} */ (hours.querySelector("[data-status]"));
  status.textContent = status.dataset.status ?? "";
}

/** @type {Record<string, Record<string, (button: HTMLElement, part: HTMLElement) => void>>} */
const DEEDS = {
  hours: {
    add: (button) => inputs(addRow(ranges(dayOf(button))))[0].focus(),
    remove: (button) => removeRow(/** @type {HTMLElement} */ (button.closest("[data-range]")), ranges(dayOf(button))),
    copy: (button, part) => copyHours(part, dayOf(button)),
  },
  days: {
    add: (_, part) => inputs(addRow(all(part, "[data-row]")))[0].focus(),
    remove: (button, part) => removeRow(rowOf(button), all(part, "[data-row]")),
  },
  order: {
    up: (button) => move(button, rowOf(button).previousElementSibling, "before"),
    down: (button) => move(button, rowOf(button).nextElementSibling, "after"),
  },
  code: {
    copy: copyCode,
  },
};

/** @param {HTMLElement} button */
const dayOf = (button) => /** @type {HTMLElement} */ (button.closest("[data-day]"));

/** @param {HTMLElement} button */
const rowOf = (button) => /** @type {HTMLElement} */ (button.closest("[data-row]"));

/** @param {HTMLElement} button @param {Element | null} other @param {"before" | "after"} side */
function move(button, other, side) {
  other?.[side](rowOf(button));
  button.focus();
}

/** Copy the code; without the right to, select it. @param {HTMLElement} _ @param {HTMLElement} part */
async function copyCode(_, part) {
  const code = /** @type {HTMLElement} */ (part.querySelector("code"));
  try {
    await navigator.clipboard.writeText(code.textContent ?? "");
  } catch {
    getSelection()?.selectAllChildren(code);
    return;
  }
  const status = /** @type {HTMLElement} */ (part.querySelector("[data-status]"));
  status.textContent = status.dataset.status ?? "";
}

/** @param {string} colour as #rrggbb @returns {number} contrast to white, as in sessions_app/admin/forms/colour.py */
function contrast(colour) {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** Keep the colour, its code and its contrast together. @param {HTMLElement} part */
function followColour(part) {
  const [colour, code] = inputs(part);
  if (!code) return;
  part.addEventListener("input", ({ target }) => {
    if (target === code && !/^#[0-9a-f]{6}$/i.test(code.value)) return;
    if (target === code) colour.value = code.value;
    else code.value = colour.value;
    /** @type {HTMLElement} */ (part.querySelector("output")).textContent = new Intl.NumberFormat(
      document.documentElement.lang,
      { maximumFractionDigits: 1 },
    ).format(contrast(colour.value));
  });
  code.hidden = false;
}

for (const part of all(document.documentElement, "[data-part]")) {
  const deeds = DEEDS[part.dataset.part ?? ""] ?? {};
  for (const button of all(part, "[data-deed]")) button.hidden = false;
  part.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-deed]"));
    if (button) deeds[button.dataset.deed ?? ""]?.(button, part);
  });
  // Blank rows are for browsers without script.
  for (const day of all(part, "[data-day]")) if (ranges(day).length > 1) ranges(day).at(-1)?.remove();
  for (const row of all(part, "[data-spare]").slice(1)) row.remove();
  if (part.dataset.part === "colour") followColour(part);
}
