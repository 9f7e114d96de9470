// Which way cameras face, and which other one a flip leads to. Pure: asks nobody and opens nothing. A camera that
// doesn't say where it looks counts as none: flipping to it would be a guess.

/** @typedef {"user" | "environment"} Facing towards the person, or away */
/** How to open the other camera: by the way it faces where the browser knows that itself, for it then picks the main
 * one of several; else by the device. @typedef {{facing?: Facing, camera: string}} Other */

/** @type {Record<Facing, Facing>} */
const OPPOSITE = { user: "environment", environment: "user" };

/** Names of phones' cameras, in English or, on iPhones, in the language of the phone: for browsers that say it nowhere
 * else. */
const NAMES = /** @type {const} */ ([
  ["environment", /\b(?:back|rear|environment)\b|rück|zadní/i],
  ["user", /\b(?:front|user|selfie)\b|vorder|přední/i],
]);

/** @param {string | undefined} mode @returns {Facing | ""} */
const known = (mode) => (mode === "user" || mode === "environment" ? mode : "");

/** @param {string} label @returns {Facing | ""} */
export function facingByName(label) {
  return NAMES.find(([, names]) => names.test(label))?.[0] ?? "";
}

/** What the browser itself says of a camera, open or listed.
 * @param {{getCapabilities?: () => MediaTrackCapabilities} | MediaDeviceInfo} camera */
function told(camera) {
  const able = "getCapabilities" in camera ? camera.getCapabilities?.() : undefined;
  return known(able?.facingMode?.[0]);
}

/** The way an open camera faces; empty if nobody knows.
 * @param {MediaStreamTrack | null} track @returns {Facing | ""} */
export function facingOf(track) {
  if (!track) return "";
  return known(track.getSettings?.().facingMode) || told(track) || facingByName(track.label ?? "");
}

/**
 * The camera that faces the other way than the open one; null if the device has none, or doesn't say so.
 * @param {readonly MediaDeviceInfo[]} list the devices of this browser
 * @param {MediaStreamTrack | null} track the open camera
 * @returns {Other | null}
 */
export function otherCamera(list, track) {
  const facing = facingOf(track);
  if (!facing) return null;
  const wanted = OPPOSITE[facing];
  const own = track?.getSettings?.().deviceId;
  const cameras = list.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== own);
  if (cameras.some((camera) => told(camera) === wanted)) return { facing: wanted, camera: "" };
  const named = cameras.find((camera) => camera.deviceId && facingByName(camera.label) === wanted);
  return named ? { camera: named.deviceId } : null;
}
