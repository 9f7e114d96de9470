/* The server's answers for the page rather than the desk: a previewed client, past sessions found and read, colleagues,
   a created invitation. */

import { reduceSession } from "../state/session.js";
import { joined, nameOf } from "../ui/display_names.js";
import { t } from "../ui/text.js";

/** @import { HelpChanged, OperatorSessionView, OperatorSteered, ServerEvent } from "../wire/protocol.js" */
/** @import { PageState } from "./page_state.js" */

/** @param {PageState} page @param {ServerEvent | import("../state/widget.js").OutboxChanged} event */
export function updatePage(page, event) {
  switch (event.type) {
    case "session.preview":
      page.peek = event.session;
      break;
    case "session.read":
      page.past = event.session;
      break;
    case "session.page":
      if (page.past) page.past = /** @type {OperatorSessionView} */ (reduceSession(page.past, event));
      break;
    case "sessions.found":
      if (event.text === page.search.text.trim()) page.search = { ...page.search, found: event };
      break;
    case "colleagues.found":
      page.whom = event;
      break;
    case "invitation.created":
      page.made = event;
      break;
    case "operator.steered":
      page.notice = steeredWords(event);
      break;
    case "help.changed":
      if (event.state === "answered") page.notice = answeredWords(event, page);
      break;
    case "day":
      page.day = event;
      break;
    case "call.quality":
      page.qualities = { ...page.qualities, [event.call]: event.records };
      break;
  }
}

/** What a supervisor has done to this operator, and why. @param {OperatorSteered} event */
function steeredWords({ by, state, reason }) {
  const name = nameOf(by) || t("A supervisor");
  const did = {
    online: t("{name} set you online", { name }),
    away: t("{name} set you away", { name }),
    offline: t("{name} signed you out", { name }),
  }[state];
  return joined([did, reason]);
}

/** @param {HelpChanged} event @param {PageState} page */
function answeredWords({ by, session, text }, { desk }) {
  const name = nameOf(by.name) || t("A supervisor");
  const client = nameOf(desk?.sessions[session]?.client.name) || t("the client");
  return joined([t("{name} answers your call for help with {client}", { name, client }), text]);
}
