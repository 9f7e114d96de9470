// The conversation's part of the page: its views, where one writes, and files on their way. Fetched when the client
// chooses to talk: who only opens the widget does not pay for it.

import { form } from "../ui/client/chatform.js";
import { conversation } from "../ui/client/conversation.js";
import { ended } from "../ui/client/ended.js";
import { waiting } from "../ui/client/waiting.js";
import { Composer } from "../ui/composer.js";
import { talkSprite } from "../ui/sprites/talk.js";
import { Ending } from "./ending.js";
import { Uploads } from "./uploads.js";

export class Talk {
  pages = /** @type {Record<string, (model: any, act: any) => unknown>} */ ({ form, waiting, conversation, ended });
  sprite = talkSprite;

  /** @param {{widget: import("./widget.js").Widget, storage: Storage | null}} options storage: for drafts */
  constructor({ widget, storage }) {
    this.widget = widget;
    this.uploads = new Uploads({ identity: widget.identity, change: () => widget.change(), fail: (error) => widget.fail(error) });
    this.ending = new Ending(widget);
    this.composer = new Composer({
      look: "round",
      storage,
      update: () => widget.change(),
      onSend: (_session, text) => widget.post(text),
      onTyping: (_session, on) => widget.type(on),
      onFiles: (session, files) => this.uploads.send(session, files),
    });
  }

  /** Saves a file of the conversation; a refusal is shown in words. @param {{id: string}} file */
  async open(file) {
    try {
      const { address } = await import("../share.js");
      const { url } = await address(file.id, { headers: this.uploads.headers });
      location.assign(url);
    } catch (error) {
      this.widget.fail(error);
    }
  }
}
