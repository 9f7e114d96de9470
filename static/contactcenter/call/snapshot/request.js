// The operator's part of a snapshot (C8): asks the client's device, and keeps the received frame if its picture doesn't
// come in time.

import { REAL } from "../../lib/timers.js";

/** @import { ServerEvent, ShareChanged, SnapshotAsked, SnapshotRefused } from "../../wire/protocol.js" */
/** @typedef {import("../connection/repair_ladder.js").Timers} Timers */

/** Time limit for the server's confirmation that it asks the client's device, in milliseconds. */
const ASKED_MILLISECONDS = 10_000;

/**
 * Takes one picture; returns when it's among the session's files.
 * @param {object} world
 * @param {EventTarget & Pick<import("../../wire/socket.js").Wire, "send">} world.wire
 * @param {string} world.call
 * @param {() => Promise<Blob>} world.grab the frame received now; rejects with the reason in words
 * @param {(request: string, picture: Blob) => Promise<unknown>} world.keep sends the received frame in answer to the
 *   request
 * @param {Timers} [world.timers]
 * @returns {Promise<string>} the id of the file; rejects with the reason in words
 */
export async function take({ wire, call, grab, keep, timers = REAL }) {
  // The frame on the screen at the press, whatever the client shows a moment later.
  const received = grab();
  received.catch(() => undefined);
  const asked = listen(
    wire,
    /** @returns {event is SnapshotAsked} */ (event) => event.type === "snapshot.asked" && event.call === call,
    ASKED_MILLISECONDS,
    timers,
  );
  try {
    await wire.send({ type: "snapshot.ask", call });
  } catch (error) {
    asked.stop();
    throw error;
  }
  const { request, seconds = 0 } = (await asked.heard) ?? {};
  if (!request) throw new Error("no answer");
  const answer = listen(wire, (event) => about(event, request), seconds * 1000, timers);
  if ((await answer.heard)?.type === "share.changed") return request;
  try {
    await keep(request, await received);
  } catch (error) {
    // The client's picture came at the last moment: it's there.
    if (/** @type {{code?: string}} */ (error).code !== "snapshot.late") throw error;
  }
  return request;
}

/** @param {ServerEvent} event @param {string} request @returns {event is ShareChanged | SnapshotRefused} */
function about(event, request) {
  return (
    (event.type === "share.changed" && event.file.id === request) ||
    (event.type === "snapshot.refused" && event.request === request)
  );
}

/**
 * The first matching event, or null if none came in time.
 * @template {ServerEvent} E
 * @param {EventTarget} wire
 * @param {(event: ServerEvent) => event is E} fits
 * @param {number} milliseconds
 * @param {Timers} timers
 * @returns {{heard: Promise<E | null>, stop: () => void}}
 */
function listen(wire, fits, milliseconds, timers) {
  let stop = () => {};
  const heard = new Promise((resolve) => {
    const done = (/** @type {E | null} */ event) => {
      wire.removeEventListener("event", hear);
      timers.clearTimeout(timer);
      resolve(event);
    };
    const hear = (/** @type {Event} */ event) => {
      const { detail } = /** @type {CustomEvent<ServerEvent>} */ (event);
      if (fits(detail)) done(detail);
    };
    const timer = timers.setTimeout(() => done(null), milliseconds);
    wire.addEventListener("event", hear);
    stop = () => done(null);
  });
  return { heard, stop };
}
