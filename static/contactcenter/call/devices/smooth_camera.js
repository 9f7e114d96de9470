// A camera's pictures a second in sign-language mode. Many cameras give fewer at their largest size, or in little light;
// size is given up before pictures. Keeps no state.

import { SIGNING_PICTURES } from "../quality/encoding.js";

/** What a person signing needs is in this. */
const SMALLER = { width: { ideal: 640 }, height: { ideal: 480 } };

/**
 * Asks an open camera for enough pictures a second, or gives it back its own pace. A camera that can't goes on as it is.
 * @param {MediaStreamTrack} track @param {boolean} on
 */
export async function smooth(track, on) {
  if (!track.applyConstraints) return;
  const { frameRate: _own, ...others } = track.getConstraints?.() ?? {};
  const rate = { ideal: 30, min: SIGNING_PICTURES };
  /** @type {MediaTrackConstraints[]} */
  const wishes = on
    ? [{ ...others, frameRate: rate }, { ...others, ...SMALLER, frameRate: rate }, { ...others, frameRate: { ideal: 30 } }]
    : [others];
  for (const wish of wishes) {
    const granted = await track.applyConstraints(wish).then(
      () => true,
      () => false,
    );
    if (granted) return;
  }
}
