/* Where the offers stand: over everything. Outside of a modal dialog nothing can be seen well, pressed or heard by a screen reader,
   so they stand in the dialog that is open, and behind the top bar when there is none. Draws what it is given. */

import { nothing, render } from "../vendor/lit.js";

export class Over {
  #element = document.createElement("div");

  constructor() {
    this.#element.className = "offers";
    this.#element.popover = "manual";
  }

  /** Called after rendering, so that it finds the current dialog. @param {unknown} content `nothing`: there are none */
  show(content) {
    const element = this.#element;
    render(content, element);
    const home = content === nothing ? null : (document.querySelector("dialog") ?? document.querySelector("[data-over]"));
    if (home === element.parentNode) return;
    if (home) home.append(element);
    else element.remove();
    // The dialog opens in a moment (ui/dialog.js), and later elements lie higher.
    queueMicrotask(() => {
      if (element.isConnected && !element.matches(":popover-open")) element.showPopover();
    });
  }
}
