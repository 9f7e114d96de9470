/** Types of the vendored lit-html for `tsc`; browsers never load this file. See VENDOR.md. */
export { html, noChange, nothing, render, svg } from "lit-html";
export type { SVGTemplateResult, TemplateResult } from "lit-html";
export { classMap } from "lit-html/directives/class-map.js";
export { guard } from "lit-html/directives/guard.js";
export { keyed } from "lit-html/directives/keyed.js";
export { live } from "lit-html/directives/live.js";
export { createRef, ref } from "lit-html/directives/ref.js";
export type { Ref } from "lit-html/directives/ref.js";
export { repeat } from "lit-html/directives/repeat.js";
