// The conversation's part of the page: its views, the composer, and uploads. Fetched when the client chooses to talk: a
// visitor who only opens the widget doesn't pay for it.

import { waiting as waitFor } from "../lib/timers.js";
import { isPicture } from "../ui/file_words.js";
import { conversation } from "../ui/widget/conversation.js";
import { ended } from "../ui/widget/ended.js";
import { LONG } from "../ui/widget/session_words.js";
import { talkHeader } from "../ui/widget/conversation_header.js";
import { waiting } from "../ui/widget/waiting.js";
import { Addresses } from "../files/addresses.js";
import { Composer } from "../ui/composer.js";
import { holdToLimits } from "../ui/text_limit.js";
import { talkSprite } from "../ui/sprites/conversation.js";
import { language, t } from "../ui/text.js";
import { filesOf } from "../ui/pasted_content.js";
import { Reading } from "../ui/reading_position.js";
import { Uploads } from "../files/uploads.js";
import { Answers } from "./answers.js";
import { Closing } from "./closing.js";
import { ReadReceipts } from "./read_receipts.js";

/** @import { ShareView } from "../wire/protocol.js" */
/** @import { Act } from "../widget.js" */
/** @import { Model, Screen, View } from "./model.js" */
/** A file looked at over the conversation. @typedef {{file: ShareView, url: string}} Looking */

const PDF = "application/pdf";

export class Conversation {
  pages = /** @type {Partial<Record<Screen, View>>} */ ({ waiting, conversation, ended });
  header = /** @type {(model: Model, act: Act, minimise: unknown) => unknown} shown with a session only */ (talkHeader);
  sprite = talkSprite;
  /** When the client began to wait; empty while they do not. */ #since = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #long;
  /** @type {Looking | null} */ looking = null;

  /** @param {{widget: import("./widget.js").Widget, storage: Storage | null}} options storage: for drafts */
  constructor({ widget, storage }) {
    this.widget = widget;
    this.headers = () => ({ Authorization: `Bearer ${widget.identity.token}`, "Accept-Language": language() });
    holdToLimits();
    const change = () => widget.change();
    this.uploads = new Uploads({ headers: this.headers, change });
    this.addresses = new Addresses({ headers: this.headers, change });
    widget.addEventListener("change", () => this.#pictures());
    widget.addEventListener("change", () => this.#wait());
    this.ending = new Closing(widget);
    this.reading = new Reading({ me: "client", change });
    this.seen = new ReadReceipts(
      (session, delivered, read) => widget.quietly({ type: "message.seen", session, delivered, read }),
      () => this.reading.above,
    );
    new Answers({ widget, seen: this.seen });
    for (const type of /** @type {const} */ (["dragover", "drop"]))
      document.addEventListener(type, (event) => this.#dropped(event));
    this.composer = new Composer({
      look: "round",
      storage,
      update: () => widget.change(),
      onSend: (_session, text) => {
        widget.post(text);
        this.reading.toEnd();
      },
      onTyping: (_session, on) => widget.type(on),
      camera: () => widget.host.phone,
      onFiles: (session, files) => {
        for (const file of files) this.uploads.send({ file, session, send: true });
      },
    });
  }

  /** A client who waits long for a chat is offered another way: that part of the page is fetched then. */
  #wait() {
    const {
      state: { session },
      entries,
      wire,
    } = this.widget;
    const since = session?.state === "waiting" ? session.created_at : "";
    if (since === this.#since) return;
    this.#since = since;
    clearTimeout(this.#long);
    if (since)
      this.#long = setTimeout(
        () => entries.want(() => this.widget.follow()),
        Math.max(0, Date.parse(since) + LONG - wire.clock()),
      );
  }

  /** The part of the conversation the client can see. */
  sight() {
    const { session } = this.widget.state;
    return { looking: this.widget.reading, read: session?.marks.client_read ?? 0 };
  }

  /** Files dropped beside the composer are added to it; the browser would open the file instead of the conversation.
   * @param {DragEvent} event */
  #dropped(event) {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    const { session } = this.widget.state;
    if (event.type === "drop" && session?.state === "active")
      this.composer.hold(session.id, filesOf(event.dataTransfer));
  }

  /** Returns an unsent message to the composer. @param {string} id */
  edit(id) {
    const { wire } = this.widget;
    const pending = wire.outbox.find((other) => other.id === id);
    if (!pending) return;
    wire.discard(id);
    this.composer.putBack(pending.session, pending.text, pending.kind, { focus: true });
  }

  /** Fetches the addresses of the conversation's pictures. */
  #pictures() {
    for (const line of this.widget.state.session?.events ?? [])
      if (line.type === "share.changed") this.addresses.want([line.file]);
  }

  /** Opens a file of the conversation: pictures and media in a viewer, a PDF in a new tab; other files are saved.
   * @param {ShareView} file */
  async open(file) {
    const show = isPicture(file) || /^(video|audio)\//.test(file.mime);
    try {
      const url = await this.#address(file, show || file.mime === PDF ? "show" : "save");
      if (show) this.#look({ file, url });
      else if (file.mime === PDF)
        Object.assign(document.createElement("a"), { href: url, target: "_blank", rel: "noopener" }).click();
      else location.assign(url);
    } catch (error) {
      this.widget.fail(error);
    }
  }

  /** @param {ShareView} file */
  async save(file) {
    try {
      location.assign(await this.#address(file, "save"));
    } catch (error) {
      this.widget.fail(error);
    }
  }

  /** Closes the viewer; false if none was open. */
  shut() {
    if (!this.looking) return false;
    this.#look(null);
    return true;
  }

  /** @param {ShareView} file @param {"save" | "show"} form */
  async #address(file, form) {
    const fetched = import("../files/transfer.js").then(({ address }) =>
      address(file.id, { headers: this.headers, form }),
    );
    const { url } = await waitFor(fetched, () =>
      this.widget.fail({ text: t("This is taking longer than usual. The file opens as soon as it’s here.") }),
    );
    return url;
  }

  /** @param {Looking | null} looking */
  #look(looking) {
    this.looking = looking;
    this.widget.change();
  }
}
