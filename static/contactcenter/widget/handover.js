// The window's side of the handover: asks the frame that opened it who the client is, and takes over a running call.
// Only our own origin in that very frame is trusted. Without an answer the window is a widget like any other.

const PATIENCE = 8000; // milliseconds

export class Handover {
  #take = false;

  /** @param {{widget: import("./widget.js").Widget, page?: Window}} options */
  constructor({ widget, page = globalThis.window }) {
    this.widget = widget;
    const { opener, location } = page;
    page.addEventListener("message", (event) => {
      const ours = event.source === opener && event.origin === location.origin;
      if (ours && event.data?.type === "contactcenter.handover" && typeof event.data.token === "string")
        this.#receive(event.data);
    });
    widget.addEventListener("change", () => this.#follow());
    if (!widget.identity.token) {
      widget.show({ opening: true });
      setTimeout(() => widget.page.opening && widget.show({ opening: false }), PATIENCE);
    }
    opener.postMessage({ type: "contactcenter.window" }, location.origin);
  }

  /** @param {{token: string, take?: boolean}} client */
  #receive({ token, take }) {
    const { identity, wire } = this.widget;
    this.#take = take === true;
    if (identity.token && identity.token !== token) wire.close();
    identity.keep(token);
    wire.open();
    this.#follow();
  }

  #follow() {
    const { widget } = this;
    if (widget.page.opening && widget.state.at) widget.show({ opening: false });
    const view = this.#take && widget.calls.live && widget.calls.call?.view;
    if (!view || view.call?.id !== widget.calls.live?.id) return;
    this.#take = false;
    if (!view.mine) widget.calls.call?.takeOver();
  }
}
