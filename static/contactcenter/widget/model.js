// The frame's view at one moment, built from the widget. Pure except for its arguments.

/** @param {import("../wire/protocol.js").CallView} call @param {number} now the server's time in ms @returns {{seconds: number, part: number}} left of the time to answer */
export function timeLeft(call, now) {
  const end = Date.parse(call.deadline_at ?? call.created_at);
  const whole = Math.max(1, end - Date.parse(call.created_at));
  const left = Math.min(whole, Math.max(0, end - now));
  return { seconds: Math.ceil(left / 1000), part: (left / whole) * 100 };
}

/** @typedef {"none" | "waiting" | "active" | "reconnecting" | "closed"} SessionState */
/** @typedef {import("./widget.js").Widget} Widget */

/** The page to show. @param {Widget} widget @returns {string} */
export function screenOf({ state: { session }, page, ways, available }) {
  if (!session || session.id === page.putAway) {
    if (page.opening) return "opening";
    if (page.left) return "left";
    if (page.form) return "form";
    return available.state === "offline" || page.message ? "offline" : "entries";
  }
  if (ways.part?.elsewhere) return "window";
  if (session.state === "waiting") return "waiting";
  return session.state === "active" ? "conversation" : "ended";
}

/** The current page is in the part with every entry but the chat. @param {Widget} widget */
export function byWay({ screen, page, state: { session } }) {
  if (screen === "form") return page.entry !== "chat";
  if (screen === "waiting") return session?.entry !== "chat" || session.callback !== null;
  return ["offline", "left", "window"].includes(screen);
}

/** @param {Widget} widget @returns {SessionState} */
export function stateOf({ state: { session }, page, wire }) {
  if (!session || session.id === page.putAway) return "none";
  if (session.state !== "waiting" && session.state !== "active") return "closed";
  return wire.state === "open" ? session.state : "reconnecting";
}

/**
 * @param {Widget} widget
 * @param {{address: string, looking: any}} surroundings address: the website's name, as the help shows it; looking: what is looked at together, once its code is here
 */
export function modelOf(widget, { address, looking }) {
  const { available, calls, data, host, page, state, screen, sessionState, wire } = widget;
  const { call, code } = calls;
  const talk = widget.talk.part;
  const ways = widget.ways.part;
  const way = byWay(widget);
  const talking = screen === "conversation";
  const now = wire.clock();
  const live = talking ? calls.live : null;
  const shown = talking && call && ["connecting", "connected", "reconnecting"].includes(call.view.phase);
  const since = shown && call.view.call?.connected_at;
  const model = {
    data,
    page,
    state,
    screen,
    sessionState,
    now,
    talk,
    ways,
    way,
    available,
    address,
    code,
    call,
    live,
    framed: host.framed,
    late: talk ? way && widget.ways.late : widget.talk.late,
    connected: wire.state === "open",
    unanswered: wire.late,
    refused: wire.reason === "refused",
    callShown: Boolean(shown),
    callTime: since ? code.duration(now - Date.parse(since)) : "",
    prompt: talking && code && calls.prompt ? timeLeft(calls.prompt, now) : null,
    asked: live?.state === "asked",
    ready: way ? ways !== null : screen === "entries" || talk !== null,
    troubles:
      talking && code
        ? code.troubles(call?.view, page.without, page.helpedIn === state.session?.id ? page.helped : null)
        : [],
    looking: talking ? looking : null,
    helping: false,
    size: screen === "entries" ? "fits" : shown || (talking && state.session?.board) ? "call" : "chat",
  };
  model.helping = Boolean(shown && model.troubles.length);
  return model;
}
