// The bar on the website during a call while the widget is minimised: with whom, how long, mute, end, back. The loader
// renders it from this description; no picture and no messages go to the website.

import { firstName, initials } from "../ui/display_names.js";
import { toolState } from "../ui/widget/device_words.js";
import { t } from "../ui/text.js";
import { duration } from "../ui/time.js";

const EVERY = 1_000; // milliseconds, for the time
const RUNNING = ["connecting", "connected", "reconnecting"];

/** Icons as single paths (Lucide, ISC licence): the website has none of our sprites. */
const MIC = "M12 19v3M19 10v2a7 7 0 0 1-14 0v-2M12 2a3 3 0 0 0-3 3v7a3 3 0 0 0 6 0V5a3 3 0 0 0-3-3z";
const SLASH = "M2 2l20 20";
const END = `M10.1 13.9a14 14 0 0 0 3.732 2.668 1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2
  2 0 0 1 2 2v3a2 2 0 0 1-2 2 18 18 0 0 1-12.728-5.272M22 2 2 22M4.76 13.582A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2
  2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 .244.473`;

/** Comes after the loader's own sheet and extends its buttons and shadow. */
const CSS = `.bar { position: fixed; z-index: 2147483647; inset-block-end: max(20px, env(safe-area-inset-bottom));
  inset-inline-end: 20px; box-sizing: border-box; max-width: calc(100vw - 40px);
  display: flex; align-items: center; gap: 6px; padding: 6px; border-radius: 999px; background: oklch(0.24 0.008 265);
  color: #fff; font: 510 14px/1.2 "Segoe UI Variable Text", system-ui, sans-serif;
  box-shadow: 0 0 0 1px oklch(1 0 0 / 0.14), 0 4px 12px oklch(0 0 0 / 0.2), 0 20px 48px -12px oklch(0 0 0 / 0.5); }
.bar > i { flex: none; display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%;
  background: oklch(0.38 0.02 265); font-style: normal; font-weight: 600; }
.bar > span { min-width: 0; padding-inline: 2px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.bar > span + span { min-width: 38px; color: oklch(0.85 0.005 265); padding-inline-end: 6px; }
@media (max-width: 26rem) { .bar > .name { display: none; } }
@media (max-width: 22rem) { .bar > i { display: none; } }
.bar > button { position: static; flex: none; justify-content: center; min-width: 44px; min-height: 44px; padding: 0;
  background: oklch(0.34 0.01 265); color: #fff; box-shadow: none; font: inherit; }
.bar > button[data-state="off"] { background: oklch(0.42 0.09 25); }
.bar > button[data-test="launcher-hangup"] { background: oklch(0.545 0.195 25); min-width: 56px; }
.bar > button[data-test="launcher-back"] { flex: 0 1 auto; min-width: 72px; padding: 4px 16px; text-wrap: balance;
  background: #fff; color: oklch(0.24 0.008 265); }
.bar > button:focus-visible { outline: 2px solid #fff; outline-offset: 1px; }
.bar svg { pointer-events: none; }`;

/** An element of the bar, as the loader renders it: tag, attributes, text, icon, and the name of its press.
 * @typedef {[string, Record<string, string>, string, string?, string?]} Part */

/**
 * The content of the bar.
 * @param {import("../call/view.js").View} view
 * @param {string} name
 * @param {number} now the server's time in ms
 * @param {number} unread
 * @returns {Part[]}
 */
export function partsOf(view, name, now, unread) {
  const first = firstName(name) || name;
  const on = toolState(view.microphone, view.silenced.includes("microphone")) === "on";
  const since = view.call?.connected_at;
  const time =
    view.phase === "reconnecting" ? t("Reconnecting") : since ? duration(now - Date.parse(since)) : t("Connecting");
  const back = unread ? t("Back to the call ({n} new)", { n: unread }) : t("Back to the call");
  return [
    ["i", { "aria-hidden": "true" }, initials(name)],
    ["span", { class: "name" }, first],
    ["span", {}, time],
    [
      "button",
      {
        type: "button",
        "data-test": "launcher-mute",
        "data-state": on ? "on" : "off",
        "aria-label": on ? t("Turn microphone off") : t("Turn microphone on"),
      },
      "",
      on ? MIC : MIC + SLASH,
      "mute",
    ],
    ["button", { type: "button", "data-test": "launcher-hangup", "aria-label": t("End the call") }, "", END, "end"],
    ["button", { type: "button", "data-test": "launcher-back" }, back, "", "back"],
  ];
}

/** Keeps the bar up to date, and handles its buttons. */
export class Minimised {
  #drawn = false;

  /** @param {{widget: import("./widget.js").Widget, call: import("../call/call.js").Call}} options */
  constructor({ widget, call }) {
    this.widget = widget;
    this.call = call;
    widget.addEventListener("change", () => this.#draw());
    setInterval(() => !widget.host.open && this.#draw(), EVERY);
    widget.host.addEventListener("press", (event) => this.#press(/** @type {CustomEvent} */ (event).detail));
    this.#draw();
  }

  #draw() {
    const { widget, call } = this;
    const { session } = widget.state;
    const running = session && call.view.mine && RUNNING.includes(call.view.phase);
    if (!running && !this.#drawn) return;
    this.#drawn = Boolean(running);
    const name = session?.operator ?? widget.data.name;
    const parts = running ? partsOf(call.view, name, widget.wire.clock(), widget.unread) : [];
    widget.host.say({
      type: "bar",
      look: {
        class: "bar",
        role: "group",
        "data-test": "launcher-call",
        "aria-label": t("Call with {name}", { name }),
      },
      parts,
      css: CSS,
    });
  }

  /** @param {string} name */
  #press(name) {
    if (name === "mute") this.call.toggleMicrophone();
    else if (name === "end") this.call.hangup();
    else if (name === "back") this.widget.host.show();
  }
}
