// The device check of a client who waits for a call: opens the devices once, shows them to the client, reports them to
// the operators, and hands them to the call (E2). Sends no picture and no sound; the call does that.

/** @import { DeviceState } from "../wire/protocol.js" */
/** @import { Device } from "./device_preview.js" */
/** @import { CallCode } from "./model.js" */

const STARTS = 5000; // milliseconds from the acceptance to a call that starts by itself

export class QueueDeviceCheck {
  /** @type {import("./device_preview.js").Preview | null} the client sees themselves */ preview = null;
  #asking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #gone;

  /** On a page that is for a call and nothing else one may look before one is in. */ early = false;

  /** @param {{widget: import("./widget.js").Widget, document?: Document}} options */
  constructor({ widget, document = globalThis.document }) {
    this.widget = widget;
    document?.addEventListener?.(
      "visibilitychange",
      () => document.visibilityState === "hidden" && this.#idle() && this.end(),
    );
  }

  act = {
    start: () => this.begin(),
    toggleMicrophone: () => this.preview?.toggleMicrophone(),
    toggleCamera: () => this.preview?.toggleCamera(),
    flip: () => this.preview?.flip(),
    goWithout: (/** @type {Device} */ device, /** @type {DeviceState} */ state) =>
      this.preview?.goWithout(device, state),
    askAgain: () => this.preview?.askAgain(),
  };

  /** A client who waits for a phone call doesn't keep a camera open unnoticed. */
  #idle() {
    return this.widget.state.session?.callback !== null;
  }

  /** Opens both devices with one browser question. */
  async begin() {
    if (this.preview || this.#asking) return;
    this.#asking = true;
    try {
      const call = await this.widget.calls.ready();
      // Accepted meanwhile: the call opens them itself.
      if (!this.early && this.widget.state.session?.state !== "waiting") return;
      const { camera } = this.widget.data;
      const choose = (/** @type {boolean} */ on) => call.prepare({ camera: on });
      choose(camera);
      const { Preview } = /** @type {CallCode} */ (this.widget.calls.code);
      const preview = new Preview({
        media: call.media,
        tell: (found) => this.#tell(found),
        camera,
        choose,
      });
      preview.addEventListener("change", () => this.widget.dispatchEvent(new Event("change")));
      this.preview = preview;
      await preview.start();
    } catch {
      // The call's code failed to load: it's retried when needed.
    } finally {
      this.#asking = false;
    }
  }

  /** The session was accepted: the coming call takes the devices; if none comes they are released. */
  hand() {
    const { preview } = this;
    if (!preview) return;
    this.preview = null; // first: whatever follows from it asks again
    preview.hand();
    clearTimeout(this.#gone);
    this.#gone = setTimeout(() => this.widget.calls.call?.relax(), STARTS);
  }

  /** Nobody waits any more. */
  end() {
    const { preview } = this;
    this.preview = null;
    preview?.stop();
    this.widget.calls.call?.relax();
  }

  /** @param {{microphone: DeviceState, camera: DeviceState}} found */
  #tell(found) {
    const { session } = this.widget.state;
    if (session?.state === "waiting")
      this.widget.wire.send({ type: "devices.check", session: session.id, ...found }).catch(() => {});
  }
}
