// The name and the state of the other side's picture, for people who hear that it's there. Words only.

import { t } from "./text.js";

/** @typedef {Pick<import("../call/view.js").View, "phase" | "peer" | "remotePicture" | "voicesOnly" |
 *   "quality">} Shown */

/** @param {Shown} view @param {string} name the other side's first name */
export function pictureWords({ phase, peer, remotePicture, voicesOnly, quality }, name) {
  if (phase === "connecting") return t("Video of {name}, connecting", { name });
  if (phase === "reconnecting") return t("Video of {name}, held: the connection is interrupted", { name });
  if (voicesOnly) return t("Video of {name}, held: the connection is too weak", { name });
  if (!remotePicture) return t("Video of {name}, off", { name });
  if (quality.level !== "good") return t("Video of {name}, the connection is weak", { name });
  return peer.screen ? t("Screen of {name}", { name }) : t("Video of {name}", { name });
}
