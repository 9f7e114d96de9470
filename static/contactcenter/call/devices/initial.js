// Initial devices: which ones a side of a call requests, and which are on, when its call starts here (C3, C5). Pure.

/** @typedef {import("../../wire/protocol.js").CallView} CallView */
/** @typedef {import("../../wire/protocol.js").Devices} Devices */
/** @typedef {import("./errors.js").Device} Device */
/** @typedef {{asked: Device[], on: Device[]}} Wishes */

/**
 * A tab that takes over the call continues with its predecessor's devices; otherwise the defaults decide.
 * @param {CallView} call
 * @param {"client" | "operator"} role
 * @param {Devices} before the state of this side's devices before this tab carried it
 * @returns {Wishes}
 */
export function wishes(call, role, before) {
  const prompted = role === "client" && call.prompt;
  if (before.microphone !== "not-asked" || before.camera !== "not-asked") {
    // A camera that never came on says nothing about what the person wants.
    const hindered = before.camera.startsWith("blocked") || before.camera === "no-device";
    const camera = hindered
      ? prompted
        ? call.video
        : call.defaults[`${role}_camera`]
      : !["off", "not-asked"].includes(before.camera);
    return choose(true, camera, before.microphone !== "muted", camera);
  }
  return prompted
    ? accepted(call, call.video)
    : choose(true, true, call.defaults[`${role}_microphone`], call.defaults[`${role}_camera`]);
}

/**
 * The client's choice on accepting: with video the camera is on whatever the default says; without, it isn't even
 * requested.
 * @param {CallView} call
 * @param {boolean} video
 * @returns {Wishes}
 */
export function accepted(call, video) {
  return choose(true, video, call.defaults.client_microphone, video);
}

/** @param {boolean} microphone @param {boolean} camera @param {boolean} speaking @param {boolean} seen
 * @returns {Wishes} */
function choose(microphone, camera, speaking, seen) {
  /** @type {(list: [Device, boolean][]) => Device[]} */
  const pick = (list) => list.filter(([, yes]) => yes).map(([device]) => device);
  return {
    asked: pick([
      ["microphone", microphone],
      ["camera", camera],
    ]),
    on: pick([
      ["microphone", microphone && speaking],
      ["camera", camera && seen],
    ]),
  };
}
