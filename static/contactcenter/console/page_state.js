/* State of the console's page, beside the desk from the server: what is open, chosen, requested, pending. Types and the
   initial state; no behaviour. */

import { unknownReadiness } from "./readiness.js";
import { emptyForms } from "./forms.js";
import { readCorner } from "../ui/movable_picture.js";

/** @import { ColleaguesFound, InvitationCreated, LibraryFound, LibraryView } from "../wire/protocol.js" */
/** @import { OperatorSessionView, ShareView } from "../wire/protocol.js" */
/** @import { Desk } from "../ui/console/rules.js" */

/** @typedef {"client" | "call" | "share" | "notes"} Tab */
/** `person`: distinguishes operators of one browser. `admin`: its address, empty without access. `idle`: seconds
 * without input after which the operator is away; 0: never.
 * `language`: where another of the `languages` is chosen.
 * @typedef {{person: number, name: string, group: string, admin: string, logout: string, security: string,
 *   csrf: string, idle: number, language: string, languages: string[]}} Place */
/** @typedef {import("../files/uploads.js").Sending} Upload */
/** @typedef {{title: string, text: string, yes: string, act: () => void}} Question */
/** `found` answers `text` as it was when the server was asked.
 * @typedef {{text: string, open: boolean, found: import("../wire/protocol.js").SessionsFound | null}} Search */
/** @typedef {{name: string, label: string, value: string, kind?: string, hint?: string, after?: string, length?:
 *   number}} Field */
/** @typedef {{title: string, yes: string, fields: Field[], act: (values: string[]) => void}} Asked a short form */
/** @typedef {import("../call/view.js").View} CallPicture */
/** @typedef {import("../call/devices/settings_check.js").DeviceCheck["view"]} CheckView */
/** @typedef {ReturnType<typeof import("./actions/session.js").createActs>} Act */

/**
 * @typedef {object} PageState
 * @property {Place} place what the page was given
 * @property {Desk | null} desk as the operator sees it, `updates` included; null until the first snapshot
 * @property {import("../state/optimistic.js").Update[]} updates what was asked for and is shown before the server has
 *   answered
 * @property {import("../wire/socket.js").WireState} link
 * @property {boolean} late the connection or an answer has been waited for long
 * @property {string} refused why the server refused this page, in words
 * @property {string | null} opened the open session
 * @property {boolean} listed a small window shows the lists, not the open session
 * @property {boolean} drawer a narrow window shows the tabs
 * @property {number} drawn how many of its newest lines are drawn
 * @property {string | null} coming accepted here: it opens as soon as it is on the desk
 * @property {string | null} back the one that is shown again when an accept is taken back
 * @property {string | null} next the one that opens when the wrap-up of the open one is done
 * @property {string | null} ending the one the operator has just ended
 * @property {Tab} tab
 * @property {"settings" | "ready" | "keys" | "invite" | "redirect" | "ban" | "help" | "day" | null} dialog
 * @property {string | null} about the session the dialog is about
 * @property {ColleaguesFound | null} whom to whom a session can be redirected, as last heard; null until it was asked
 * @property {import("./forms.js").Forms} forms what is being filled in
 * @property {InvitationCreated | null} made the invitation just made: link and code are shown this once
 * @property {"link" | "code" | "address" | ""} copied what was just copied
 * @property {OperatorSessionView | null} past an earlier session, being read
 * @property {Question | null} question
 * @property {OperatorSessionView | null} peek a waiting session, looked at
 * @property {{file: ShareView | LibraryView, url: string} | null} look a file, looked at
 * @property {ReturnType<typeof import("../ui/whiteboard.js").createLooking> | null} looking the board; null until it is
 *   needed
 * @property {Asked | null} asked a short form that waits for words
 * @property {Search} search
 * @property {import("../wire/protocol.js").OwnDay | null} day the operator's own numbers of today, as last heard
 * @property {boolean} muted the repeated sound is off in this browser
 * @property {string} said words for screen readers alone, until they are announced
 * @property {string} notice what happened while nobody looked
 * @property {CallPicture} call
 * @property {import("../ui/real_time_text.js").Text | null} text real-time text in the call
 * @property {boolean} playBlocked the browser waits for a press before it plays
 * @property {import("./readiness.js").Readiness} ready
 * @property {CheckView | null} check the device dialog's own picture and level
 * @property {Set<string>} without own devices' troubles that were put away, as "device state"
 * @property {ReadonlySet<import("../call/devices/notices.js").Notice>} noticed the changes of devices that were read
 * @property {import("../ui/movable_picture.js").Corner} corner of the own picture in full screen
 * @property {Record<string, boolean>} signing whether the next call of a session was chosen to begin in sign-language
 *   mode; without a choice it begins as the last one was
 * @property {boolean} full the client's picture fills the screen
 * @property {Upload[]} uploads
 * @property {string | null} fresh the newest snapshot
 * @property {number} flash changes with each picture taken, so that it flashes once; 0: none now
 * @property {number} begun when this page began, in ms
 * @property {Record<string, number>} filesSeen when the Share tab of a session was last looked at, in ms
 * @property {boolean} shelf the Share tab shows the library
 * @property {string} seek what is looked for in the library
 * @property {LibraryFound | null} library what was found; null until it was asked
 * @property {Record<string, string>} addresses short-lived addresses of pictures, by file
 * @property {Record<string, import("./wrapup_drafts.js").Conclusion>} conclusions wrap-ups begun, by session
 * @property {Record<string, import("../wire/protocol.js").QualityRecord[]>} qualities of past calls that were looked at
 * @property {Set<string>} busy what was pressed and is not yet answered
 * @property {string} error the last refusal in words
 * @property {number} now the server's clock in ms
 */

/** @param {Place} place @param {CallPicture} call @returns {PageState} */
export const emptyPage = (place, call) => ({
  place,
  call,
  desk: null,
  updates: [],
  link: "connecting",
  late: false,
  refused: "",
  opened: null,
  listed: false,
  drawer: false,
  drawn: Infinity,
  coming: null,
  next: null,
  back: null,
  ending: null,
  tab: "client",
  dialog: null,
  question: null,
  peek: null,
  look: null,
  looking: null,
  asked: null,
  about: null,
  whom: null,
  forms: emptyForms(),
  made: null,
  copied: "",
  past: null,
  search: { text: "", open: false, found: null },
  day: null,
  muted: false,
  said: "",
  notice: "",
  text: null,
  playBlocked: false,
  ready: unknownReadiness(),
  check: null,
  without: new Set(),
  noticed: new Set(),
  corner: readCorner("top-end"),
  signing: {},
  full: false,
  uploads: [],
  fresh: null,
  flash: 0,
  begun: Date.now(),
  filesSeen: {},
  shelf: false,
  seek: "",
  library: null,
  addresses: {},
  conclusions: {},
  qualities: {},
  busy: new Set(),
  error: "",
  now: Date.now(),
});
