// One icon of a sprite. Icons are decoration: the word is beside them or in the label of their button. The drawings are
// in sprites/, grouped by when a page needs them: a page loads only those it shows.

import { html } from "../vendor/lit.js";

/** @typedef {"app-window" | "arrow-left" | "arrow-right" | "arrow-up" | "badge-check" | "ban" | "bell" | "bell-off" |
 *   "bookmark" | "camera" | "check" | "check-check" | "chevron-down" | "chevron-left" | "chevron-right" |
 *   "circle-alert" | "circle-check" | "circle-x" | "clock" | "copy" | "corner-up-right" | "download" | "ellipsis" |
 *   "eraser" | "eye" | "file-text" | "flashlight" | "flashlight-off" | "hand" | "hourglass" | "image" | "keyboard" |
 *   "languages" | "life-buoy" | "link" | "lock" | "log-out" | "mail" | "maximize" | "message-circle" | "mic" |
 *   "mic-off" | "minimize" | "minus" | "mouse-pointer-2" | "pause" | "pen" | "rotate-cw-square" | "scan-eye" |
 *   "undo-2" | "zoom-in" | "zoom-out" | "monitor" | "monitor-up" | "panel-right" | "paperclip" | "pencil" | "phone" |
 *   "phone-incoming" | "phone-off" | "picture-in-picture-2" | "play" | "rotate-cw" | "search" | "settings" |
 *   "signing" | "sliders-horizontal" | "smile" | "square-slash" | "star" | "sticky-note" | "switch-camera" |
 *   "ticket" | "trash-2" | "triangle-alert" | "upload" | "user" | "users" | "video" | "video-off" | "volume-2" |
 *   "wifi" | "x"} IconName */

/** What points where reading goes to, or comes from: mirrored from right to left. @type {Set<IconName>} */
const DIRECTED = new Set([
  "arrow-left",
  "arrow-right",
  "chevron-left",
  "chevron-right",
  "corner-up-right",
  "log-out",
  "panel-right",
  "undo-2",
]);

/**
 * @param {IconName} name
 * @param {string} [look] classes besides `i`: "s" small, "l" large, "solid" filled
 * @returns {import("../vendor/lit.js").TemplateResult}
 */
export function icon(name, look = "") {
  const classes = ["i", look, DIRECTED.has(name) ? "turn" : ""].filter(Boolean).join(" ");
  return html`<svg class=${classes} aria-hidden="true"><use href=${`#${name}`}></use></svg>`;
}
