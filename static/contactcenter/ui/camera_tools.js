// Light and zoom of a camera, for its owner and for the operator who may control it: the same two controls on both
// sides.

import { html, nothing, ref } from "../vendor/lit.js";
import { icon } from "./icon.js";
import { language } from "./text.js";

/** @typedef {import("../wire/protocol.js").CameraState} CameraState */
/** @typedef {import("../call/camera/controls.js").Wish} Wish */

/** A slider stays where the finger put it for so long, in milliseconds: the camera's report comes a moment later. */
const HELD = 800;

/** @type {WeakSet<Element>} sliders being moved */
const moving = new WeakSet();

/** @param {number} value */
const place = (value) => (/** @type {Element | undefined} */ element) => {
  const slider = /** @type {HTMLInputElement | undefined} */ (element);
  if (slider && !moving.has(slider)) slider.value = String(value);
};

/** @param {Event} event @param {(wish: Wish) => unknown} set */
function move({ currentTarget }, set) {
  const slider = /** @type {HTMLInputElement} */ (currentTarget);
  moving.add(slider);
  set({ zoom: Number(slider.value) });
}

/** @param {Event} event */
function release({ currentTarget }) {
  const slider = /** @type {HTMLInputElement} */ (currentTarget);
  setTimeout(() => moving.delete(slider), HELD);
}

/** How much larger than without zoom. @param {import("../wire/protocol.js").ZoomRange} zoom */
const factor = ({ now, least }) =>
  `${new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(least > 0 ? now / least : now)}×`;

/**
 * @param {CameraState} camera
 * @param {object} part
 * @param {string} part.test what the names of its elements in tests begin with
 * @param {string} part.light the name of the light's button
 * @param {string} part.zoom the name of the slider
 * @param {(wish: Wish) => unknown} part.set
 */
export function lightAndZoom({ torch, zoom }, { test, light, zoom: name, set }) {
  const on = torch === "on";
  return html`${
    torch === "none"
      ? nothing
      : html`<button class="tool" type="button" data-test="${test}torch" data-state=${torch} aria-label=${light}
        aria-pressed=${on} @click=${() => set({ torch: !on })}>${icon(on ? "flashlight" : "flashlight-off")}</button>`
  }${
    zoom
      ? html`<span class="camera-zoom"><input type="range" data-test="${test}zoom" aria-label=${name}
        aria-valuetext=${factor(zoom)} min=${zoom.least} max=${zoom.most} step=${zoom.step || "any"}
        ${ref(place(zoom.now))} @input=${(/** @type {Event} */ event) => move(event, set)} @change=${release}><span
        class="num" dir="ltr" aria-hidden="true">${factor(zoom)}</span></span>`
      : nothing
  }`;
}

/** Whether there's something to control. @param {CameraState | null} camera */
export const controllable = (camera) => camera !== null && (camera.torch !== "none" || camera.zoom !== null);

/** What the operator may be allowed to control, by what the camera has: for choosing a sentence.
 * @param {CameraState | null} camera @returns {"light" | "zoom" | "both"} */
export function whatOf(camera) {
  if (camera?.zoom && camera.torch === "none") return "zoom";
  return camera && !camera.zoom && camera.torch !== "none" ? "light" : "both";
}
