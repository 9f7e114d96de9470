// The view of this tab's call, built from the call, its devices and its connection. Changes nothing.

import { OVER } from "../wire/constants.js";

/** @typedef {import("../wire/protocol.js").CallView} CallView */
/** @typedef {import("../wire/protocol.js").Devices} Devices */
/** @typedef {import("../wire/protocol.js").DeviceState} DeviceState */
/** @typedef {import("./quality/signing.js").Reason} Reason */
/** @typedef {"none" | "requested" | "connecting" | "connected" | "reconnecting" | "ended"} Phase */

/**
 * @typedef {object} View
 * @property {CallView | null} call the newest call of the session
 * @property {Phase} phase `ended` only for a call this page saw live
 * @property {MediaStream | null} local
 * @property {MediaStream | null} remote
 * @property {DeviceState} microphone
 * @property {DeviceState} camera
 * @property {boolean} screen this side shares its screen
 * @property {import("../wire/protocol.js").CameraState | null} ownCamera what the own camera can do, and does
 * @property {import("../wire/protocol.js").CameraState | null} clientCamera at the operator's: the same of the client's
 * @property {boolean} flipping the own camera is being changed for the one that faces the other way
 * @property {boolean} mirrored the own picture is shown as in a mirror: not that of a camera that faces away
 * @property {boolean} held the own camera is on, and shown to nobody until its background is blurred
 * @property {boolean} canShare this browser can
 * @property {ReadonlySet<import("./devices/errors.js").Device>} dismissed own devices whose question was closed without
 *   an answer
 * @property {ReadonlySet<import("./devices/errors.js").Device>} unanswered own devices the browser was asked for
 *   without an answer for a while
 * @property {readonly import("./devices/errors.js").Device[]} silenced own devices that are on and muted by the system
 * @property {readonly import("./devices/notices.js").Notice[]} notices an own device was replaced, is back, or is not
 *   the chosen one
 * @property {boolean} mine this tab carries the call, or has just asked for it
 * @property {Devices} peer the other side's devices
 * @property {boolean} remotePicture a picture arrives
 * @property {import("./connection/repair_ladder.js").Rung | "wait" | null} repair what is being tried while the
 *   connection is away
 * @property {boolean} unheard the other side says that it gets nothing from here, though its own picture and voice
 *   arrive
 * @property {boolean} voicesOnly one side has given its picture up for the voice
 * @property {import("./quality/assess.js").Quality} quality
 * @property {boolean} signing both sides are in sign-language mode
 * @property {{own: Reason | null, peer: Reason | null}} illegible whose signs don't get through, and why
 * @property {boolean} playBlocked the browser wants a click before it plays
 * @property {string | null} error a refusal in words
 */

/** @type {Devices} */
const NOT_ASKED = { microphone: "not-asked", camera: "not-asked", screen: false };

/**
 * @param {CallView | null} call
 * @param {object} here
 * @param {"client" | "operator"} here.other
 * @param {import("./devices/media.js").Media} here.media
 * @param {import("./connection/link.js").Link} here.link
 * @param {import("./quality/assess.js").Quality} here.quality
 * @param {{own: Reason | null, peer: Reason | null}} here.illegible
 * @param {import("../wire/protocol.js").CameraState | null} here.clientCamera
 * @param {boolean} here.requesting
 * @param {boolean} here.seen
 * @param {boolean} here.left
 * @param {boolean} here.mine
 * @param {boolean} here.agreed
 * @param {boolean} here.playBlocked
 * @param {string | null} here.error
 * @returns {View}
 */
export function viewOf(call, { other, media, link, quality, illegible, clientCamera, playBlocked, error, ...here }) {
  const peer = call?.[other] ?? NOT_ASKED;
  const talking = here.mine && here.agreed;
  return {
    call,
    phase: phaseOf(call, { ...here, state: link.state }),
    local: media.stream,
    remote: talking ? (link.peer?.remote ?? null) : null,
    microphone: media.microphone,
    camera: media.camera,
    screen: media.screen,
    ownCamera: media.controls.view,
    clientCamera: talking ? clientCamera : null,
    flipping: media.flipping,
    mirrored: media.controls.view?.facing !== "environment",
    held: media.background.held,
    canShare: media.display.supported,
    dismissed: media.dismissed,
    unanswered: media.unanswered,
    silenced: media.silenced,
    notices: media.notices,
    mine: here.mine || here.requesting,
    peer,
    remotePicture: talking && shows(peer) && Boolean(link.peer?.picture),
    repair: talking ? link.repair : null,
    unheard: talking && link.state === "connected" && call?.state === "reconnecting" && call.interrupted_by === other,
    voicesOnly: talking && (link.voiceAlone || link.paused),
    quality,
    signing: here.mine && Boolean(call?.signing),
    illegible,
    playBlocked,
    error,
  };
}

/** Whether this side sends a picture, as it reports itself. @param {Devices} devices */
export const shows = ({ camera, screen }) => camera === "granted" || Boolean(screen);

/**
 * The call's state for the person at this tab, from the server's state and the connection's.
 * @param {CallView | null} call
 * @param {object} here
 * @param {boolean} here.requesting Call was pressed here, and the call is not there yet
 * @param {boolean} here.seen this page saw the call live: an old one has not just ended
 * @param {boolean} here.left this side has left it, whatever the server knows yet
 * @param {boolean} here.mine this tab carries it
 * @param {boolean} here.agreed both sides want it
 * @param {RTCPeerConnectionState} here.state of the connection
 * @returns {Phase}
 */
function phaseOf(call, { requesting, seen, left, mine, agreed, state }) {
  if (requesting) return "requested";
  if (!call) return "none";
  if (left || OVER.includes(call.state)) return seen ? "ended" : "none";
  if (!agreed) return call.state === "requested" ? "requested" : "none";
  if (mine ? state === "connected" : call.state === "connected") return "connected";
  const lost = call.state === "reconnecting" || (mine && (state === "disconnected" || state === "failed"));
  return lost ? "reconnecting" : "connecting";
}
