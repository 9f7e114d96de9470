/* The server's answers for the page rather than the desk: a previewed client, past sessions found and read, colleagues,
   a created invitation. */

import { reduceSession } from "../state/session.js";

/** @import { OperatorSessionView, ServerEvent } from "../wire/protocol.js" */
/** @import { PageState } from "./page_state.js" */

/** @param {PageState} page @param {ServerEvent | import("../state/widget.js").OutboxChanged} event */
export function told(page, event) {
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
    case "call.quality":
      page.qualities = { ...page.qualities, [event.call]: event.records };
      break;
  }
}
