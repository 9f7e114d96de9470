// Words about operators that several parts of the live board use.

import { t } from "../text.js";

/** A state in a word. @param {import("../../wire/protocol.js").LiveOperator["state"]} state */
export const stateWord = (state) =>
  ({ online: t("online"), away: t("away"), busy: t("in a call"), wrapup: t("wrap-up"), offline: t("offline") })[state];
