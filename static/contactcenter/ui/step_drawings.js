// Small drawings for the steps of the help: where the icon is, what the switch looks like. Their colours are the
// page's, light or dark. Decoration: the words beside them say the same.

import { html, nothing, svg } from "../vendor/lit.js";

/** @typedef {import("./device_steps.js").Reader} Reader */
/** @typedef {import("./device_steps.js").Device} Device */

/** The icons browsers show at the start of the address, on a 16 by 16 grid. */
const SIGN = {
  chrome: svg`<path d="M2 5h6M12 5h2M2 11h2M8 11h6"/><circle cx="10" cy="5" r="2"/><circle cx="6" cy="11" r="2"/>`,
  edge: svg`<rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>`,
  firefox: svg`<rect x="1.5" y="4.5" width="8" height="7" rx="1.5"/><path
    d="m9.500 7.500 4-2.500v6l-4-2.500M2 14 14 2"/>`,
  safari: svg`<rect x="2.500" y="2.500" width="11" height="8" rx="1.500"/><path d="M3 13h10M3 15h6"/>`,
};
const MICROPHONE = svg`<rect x="6" y="1.5" width="4" height="8" rx="2"/><path
  d="M3.500 7.500a4.500 4.500 0 0 0 9 0M8 12v2.500"/>`;
const CAMERA = svg`<rect x="1.5" y="4" width="9" height="8" rx="1.500"/><path d="m10.500 7 4-2.500v7l-4-2.500"/>`;

/** @param {number} x @param {number} y @param {unknown} sign */
const at = (x, y, sign) => svg`<g class="drawing__sign" transform="translate(${x} ${y})">${sign}</g>`;

/** The top of a browser window with the ringed icon at the start of its address. @param {unknown} sign */
const bar = (sign) => svg`<rect class="drawing__paper" x="0.5" y="8.500" width="119" height="27" rx="13.500"/>
  <circle class="drawing__ring" cx="16" cy="22" r="11"/>${at(8, 14, sign)}
  <path class="drawing__words" d="M36 22h46"/>`;

/** The address bar at the bottom, as on phones. @param {unknown} sign */
const phone = (sign) => svg`<path class="drawing__paper" d="M20.500 43.500v-34a8 8 0 0 1 8-8h63a8 8 0 0 1 8 8v34"/>
  <rect class="drawing__field" x="28" y="8" width="64" height="18" rx="9"/><circle class="drawing__ring" cx="39" cy="17"
    r="8.500"/><g transform="translate(33 11) scale(0.75)" class="drawing__sign">${sign}</g>
  <path class="drawing__words" d="M54 17h26M32 36h40"/>`;

/** A row of the site's settings: the device and its switch, turned on. @param {unknown} device */
const switched = (device) => svg`<rect class="drawing__paper" x="0.5" y="8.500" width="119" height="27" rx="6"/>
  ${at(10, 14, device)}<path class="drawing__words" d="M36 22h32"/><rect class="drawing__on" x="84" y="14" width="28"
    height="16" rx="8"/><circle class="drawing__knob" cx="104" cy="22" r="5.500"/>`;

/** Firefox: the device with the cross that removes its block. @param {unknown} device */
const crossed = (device) => svg`<rect class="drawing__paper" x="0.5" y="8.500" width="119" height="27" rx="6"/>
  ${at(10, 14, device)}<path class="drawing__words" d="M36 22h32"/><circle class="drawing__ring" cx="102" cy="22"
    r="10"/><path class="drawing__sign" d="m98 18 8 8m0-8-8 8"/>`;

/** The browser's own question with its button. @param {unknown} device */
const question = (device) => svg`<rect class="drawing__paper" x="0.5" y="1.500" width="119" height="41" rx="6"/>
  ${at(8, 7, device)}<path class="drawing__words" d="M32 15h60"/><rect class="drawing__on" x="70" y="24" width="42"
    height="13" rx="6.500"/><path class="drawing__tick" d="m86 30.500 3 3 6-6"/><rect class="drawing__field" x="22"
    y="24" width="42" height="13" rx="6.500"/>`;

/** A plug and its socket. */
const plug = svg`<rect class="drawing__paper" x="70.500" y="8.500" width="49" height="27" rx="6"/><path
  class="drawing__words" d="M80 18h8M80 26h8"/>
  <path class="drawing__sign" d="M2 22h26M28 14h18v16H28zM46 18h10M46 26h10"/>`;

/** The menu of a Mac, or the settings of a system: a list with the row to choose. @param {unknown} device */
const list = (
  device,
) => svg`<rect class="drawing__paper" x="14.500" y="1.500" width="91" height="41" rx="6"/><path class="drawing__words"
  d="M24 11h40M24 36h30"/>
  <rect class="drawing__chosen" x="20" y="16" width="80" height="14" rx="4"/><g transform="translate(24 17) scale(0.75)"
    class="drawing__sign">${device}</g><path class="drawing__words" d="M42 23h34"/>`;

/**
 * The drawings for a state of a device, in the order of the steps; nothing if words are enough.
 * @param {Device} device
 * @param {import("./device_steps.js").DeviceState} state
 * @param {Reader} reader
 * @param {boolean} open the browser's question is to be answered
 */
export function drawings(device, state, reader, open) {
  const kind = device === "camera" ? CAMERA : MICROPHONE;
  const all = open || state === "asking" ? [question(kind)] : pictures(kind, state, reader);
  if (!all.length) return nothing;
  return html`<div class="device-help__drawings" aria-hidden="true">${all.map(
    (drawing) => html`<svg viewBox="0 0 120 44" class="drawing">${drawing}</svg>`,
  )}</div>`;
}

/** @param {unknown} kind @param {import("./device_steps.js").DeviceState} state @param {Reader} reader */
function pictures(kind, state, { browser, phone: small, system }) {
  if (state === "no-device" || state === "lost") return [plug];
  if (state === "blocked-system") return [list(kind), switched(kind)];
  if (["granted", "blocked-page", "in-use"].includes(state)) return [];
  const sign = SIGN[browser];
  if (small)
    return system === "ios" && browser !== "safari" ? [list(kind), switched(kind)] : [phone(sign), switched(kind)];
  if (browser === "safari") return [list(kind), switched(kind)];
  return [bar(sign), browser === "firefox" ? crossed(kind) : switched(kind)];
}
