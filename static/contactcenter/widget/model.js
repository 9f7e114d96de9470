// The frame's view at one moment, built from the widget. Pure except for its arguments.

/** @import { CallView, SessionView } from "../wire/protocol.js" */
/** @import { ClientState } from "../state/widget.js" */
/** @import { Act } from "../widget.js" */
/** @typedef {import("./widget.js").Widget} Widget */
/** @typedef {"none" | "waiting" | "active" | "reconnecting" | "closed"} SessionState */
/** @typedef {"opening" | "left" | "form" | "offline" | "entries" | "window" | "waiting" | "conversation" |
 *   "ended"} Screen */
/** A page of the widget, or a part of one. @typedef {(model: Model, act: Act) => unknown} View */
/** Left of the time to answer. @typedef {{seconds: number, part: number}} TimeLeft */

/**
 * The input by its field, whichever form is shown.
 * @typedef {{[field: string]: string | boolean | undefined, name?: string, email?: string, phone?: string, time?:
 *   string, consent?: boolean}} Typed
 */

/**
 * What is on the page besides the session: open forms, what was typed, what was dismissed.
 * @typedef {object} PageState
 * @property {boolean} form the form of `entry` is shown
 * @property {import("../wire/protocol.js").Entry} entry
 * @property {boolean} message the form to leave a message is shown, although somebody is available
 * @property {string} error a refusal in words
 * @property {string} fault its code
 * @property {boolean} busy a form has been sent and isn't answered
 * @property {boolean} late the answer takes long
 * @property {boolean} menu
 * @property {boolean} reading an ended conversation is read
 * @property {string} putAway the session that is no longer shown
 * @property {boolean} opening a call window waits for its client
 * @property {{email: string} | null} left a message was left
 * @property {Typed} typed
 * @property {Set<string>} without dismissed help, as "device state"
 *
 * The rest comes with the call's code, and only its views read it:
 * @property {import("../ui/movable_picture.js").Corner} corner
 * @property {import("../call/devices/errors.js").Device | null} helped the device whose help was asked for
 * @property {string} [helpedIn] the session it was asked for in
 * @property {ReadonlySet<unknown>} noticed dismissed notices
 * @property {string} lostRead the lost call whose message was dismissed
 * @property {string} flash the request of the snapshot that is being taken
 * @property {((act: Act) => unknown) | null} [settings] renders the devices dialog
 * @property {boolean} large the picture fills the screen
 * @property {import("../ui/real_time_text.js").Text | null} [text] real-time text, once one of the two has asked for it
 */

/** The call needs its code.
 * @typedef {{call: import("../call/call.js").Call, code: CallCode} | {call: null, code: CallCode | null}} CallPart */

/**
 * @typedef {object} Surroundings
 * @property {string} address the website's name, as the help shows it
 * @property {import("../ui/whiteboard.js").LookingTogether | null} looking what is looked at together, once its code is
 *   here
 */

/**
 * What the widget's views render.
 * @typedef {CallPart & Surroundings & ModelFields} Model
 */

/**
 * @typedef {object} ModelFields
 * @property {import("./page_data.d.ts").PageData} data
 * @property {PageState} page
 * @property {ClientState} state
 * @property {Screen} screen
 * @property {SessionState} sessionState
 * @property {number} now the server's time in ms
 * @property {import("./conversation.js").Conversation | null} conversation
 * @property {import("./entries.js").Entries | null} entries
 * @property {boolean} inEntries the page is in the part with every entry but the chat
 * @property {Widget["available"]} available
 * @property {CallView | null} live the newest live call
 * @property {boolean} framed
 * @property {boolean} late the page's part takes long to load
 * @property {boolean} connected
 * @property {boolean} unanswered the server takes long to answer
 * @property {boolean} refused this page is out of date
 * @property {boolean} callShown
 * @property {boolean} large the call's picture fills the screen, and nothing else is seen
 * @property {string} callTime how long the call has lasted
 * @property {TimeLeft | null} prompt the operator asks for a call
 * @property {boolean} asked the client has asked for a call
 * @property {boolean} ready the page's part has loaded
 * @property {import("../ui/device_help.js").Trouble[]} troubles
 * @property {boolean} helping
 * @property {"fits" | "chat" | "call"} size
 */

/** A model with these parts: what the views get that are shown with them only.
 * @template {keyof Model} K @typedef {Model & {[P in K]: NonNullable<Model[P]>}} With */
/** A model with a session. @typedef {Model & {state: {session: SessionView}}} SessionModel */
/** A model with a call. @typedef {SessionModel & {call: import("../call/call.js").Call, code: CallCode}} CallModel */

/** The call's views are shown only with the parts they need.
 * @typedef {Omit<typeof import("../ui/widget/call.js"), keyof CallViews> & CallViews} CallCode */
/** @typedef {{callArea(model: Model, act: Act): unknown, callDock(model: Model, act: Act): unknown, lost(model: Model,
 *   act: Act): unknown, prompt(model: Model, act: Act): unknown}} CallViews */

/** @param {CallView} call @param {number} now the server's time in ms @returns {TimeLeft} */
export function timeLeft(call, now) {
  const end = Date.parse(call.deadline_at ?? call.created_at);
  const whole = Math.max(1, end - Date.parse(call.created_at));
  const left = Math.min(whole, Math.max(0, end - now));
  return { seconds: Math.ceil(left / 1000), part: (left / whole) * 100 };
}

/** The page to show. @param {Widget} widget @returns {Screen} */
export function screenOf({ state: { session }, page, entries, available }) {
  if (!session || session.id === page.putAway) {
    if (page.opening) return "opening";
    if (page.left) return "left";
    if (page.form) return "form";
    return available.state === "offline" || page.message ? "offline" : "entries";
  }
  if (entries.part?.elsewhere) return "window";
  if (session.state === "waiting") return "waiting";
  return session.state === "active" ? "conversation" : "ended";
}

/** The current page is in the part with every entry but the chat. @param {Widget} widget */
export function needsEntries({ screen, page, state: { session } }) {
  if (screen === "form") return page.entry !== "chat";
  if (screen === "waiting") return session?.entry !== "chat" || session.callback !== null;
  return ["offline", "left", "window"].includes(screen);
}

/** @param {Widget} widget @returns {SessionState} */
export function stateOf({ state: { session }, page, wire }) {
  if (!session || session.id === page.putAway) return "none";
  if (session.state !== "waiting" && session.state !== "active") return "closed";
  return wire.state === "open" ? session.state : "reconnecting";
}

/**
 * @param {Widget} widget
 * @param {Surroundings} surroundings
 * @returns {Model}
 */
export function modelOf(widget, { address, looking }) {
  const { available, calls, data, host, page, state, screen, sessionState, wire } = widget;
  // Without the code there is no call either.
  const { call, code } = /** @type {{call: CallModel["call"] | null, code: CallCode}} */ (calls);
  const conversation = widget.conversation.part;
  const entries = widget.entries.part;
  const inEntries = needsEntries(widget);
  const talking = screen === "conversation";
  const now = wire.clock();
  const live = talking ? calls.live : null;
  const shown = talking && call && ["connecting", "connected", "reconnecting"].includes(call.view.phase);
  const since = shown && call.view.call?.connected_at;
  /** @type {Model} */ const model = {
    data,
    page,
    state,
    screen,
    sessionState,
    now,
    conversation,
    entries,
    inEntries,
    available,
    address,
    code,
    call,
    live,
    framed: host.framed,
    late: conversation ? inEntries && widget.entries.late : widget.conversation.late,
    connected: wire.state === "open",
    unanswered: wire.late,
    refused: wire.reason === "refused",
    callShown: Boolean(shown),
    large: Boolean(shown && call.view.mine && (page.large || globalThis.document?.fullscreenElement)),
    callTime: since ? code.duration(now - Date.parse(since)) : "",
    prompt: talking && code && calls.prompt ? timeLeft(calls.prompt, now) : null,
    asked: live?.state === "asked",
    ready: inEntries ? entries !== null : screen === "entries" || screen === "form" || conversation !== null,
    troubles:
      talking && code
        ? code.troubles(call?.view, page.without, page.helpedIn === state.session?.id ? page.helped : null)
        : [],
    looking: talking ? looking : null,
    helping: false,
    size: screen === "entries" ? "fits" : shown || (talking && state.session?.board) ? "call" : "chat",
  };
  model.helping = Boolean(shown && model.troubles.length);
  return model;
}
