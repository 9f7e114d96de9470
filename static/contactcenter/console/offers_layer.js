/* Places the offers above everything. Elements outside of a modal dialog can't be seen well, pressed or read by a
   screen reader, so they're put into the open dialog, or behind the top bar if there is none. Renders what it's
   given. */

import { nothing, render } from "../vendor/lit.js";

export class OffersLayer {
  #element = document.createElement("div");

  constructor() {
    this.#element.className = "offers";
    this.#element.popover = "manual";
  }

  /** Called after rendering, so that it finds the current dialog. @param {unknown} content `nothing`: there are none */
  show(content) {
    const element = this.#element;
    render(content, element);
    const home =
      content === nothing ? null : (document.querySelector("dialog") ?? document.querySelector("[data-over]"));
    if (home === element.parentNode) return;
    if (home) home.append(element);
    else element.remove();
    // The dialog opens in a moment (ui/dialog.js), and later elements lie higher.
    queueMicrotask(() => {
      if (element.isConnected && !element.matches(":popover-open")) element.showPopover();
    });
  }
}
