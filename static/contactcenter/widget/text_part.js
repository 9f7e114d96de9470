// Real-time text in the widget: fetched when one of the two asks for it, or when a reload has left an unfinished line.
// A question of the operator opens the widget: it must not wait behind a minimised call.

import { storageOf } from "../lib/storage.js";
import { Lazy } from "./call_loader.js";

/** @import { Call } from "../call/call.js" */

export class TextPart {
  #asked = false;

  /** @param {{widget: import("./widget.js").Widget, call: Call,
   *   loadStyle: (href: string) => Promise<unknown>}} options */
  constructor({ widget, call, loadStyle }) {
    this.widget = widget;
    this.call = call;
    this.part = new Lazy(async () => {
      const looks = loadStyle(widget.data.styles["real-time-text"]);
      const [{ createText }] = await Promise.all([import("../ui/real_time_text.js"), looks]);
      return this.#create(createText);
    });
  }

  /** At each change of the page. */
  follow() {
    const { widget, call } = this;
    const { text } = widget.page;
    if (!text) {
      if ((call.view.call?.text ?? { state: "off" }).state !== "off" || leftover())
        this.part.want(() => widget.change());
      return;
    }
    text.update(widget.state.session);
    const asked = text.view.state === "offered";
    if (asked && !this.#asked && !widget.host.open) widget.host.show();
    this.#asked = asked;
  }

  /** @param {typeof import("../ui/real_time_text.js").createText} createText */
  #create(createText) {
    const { widget, call } = this;
    const { wire, conversation } = widget;
    const text = createText({
      call,
      wire,
      post: (session, written, id) => {
        conversation.part?.reading.toEnd();
        const command = /** @type {never} */ ({ type: "message.post", session, text: written, id });
        wire.send(command, { keep: true }).catch(() => undefined);
      },
      keep: (session, written) => {
        conversation.ready().then(
          ({ composer }) => composer.putBack(session, written, "message"),
          () => undefined,
        );
      },
      fail: (error) => widget.fail(error),
    });
    widget.page.text = text;
    return text;
  }
}

/** A line was being typed when this page was left. */
function leftover() {
  const storage = storageOf("sessionStorage");
  return Boolean(storage && Object.keys(storage).some((key) => key.startsWith("contactcenter.text.")));
}
