// The entries' names and icons.

import { t } from "../text.js";

export const ENTRY_ICONS = /** @type {Record<string, import("../icon.js").IconName>} */ ({ chat: "message-circle", videocall: "video", callback: "phone-incoming" });

/** @param {string} entry @returns {string} */
export function entryTitle(entry) {
  switch (entry) {
    case "videocall":
      return t("Video call");
    case "callback":
      return t("Call me back");
    case "invitation":
      return t("Invitation");
    default:
      return t("Chat");
  }
}

/** @param {string} entry @returns {string} */
export function entryText(entry) {
  switch (entry) {
    case "videocall":
      return t("See an operator. Your camera stays off until you turn it on.");
    case "callback":
      return t("Leave a number and a good time");
    case "invitation":
      return t("Straight to the person who invited you");
    default:
      return t("Write to us and send photos");
  }
}
