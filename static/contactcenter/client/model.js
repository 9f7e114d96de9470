// What the frame draws at one moment, put together from the widget. Pure but for what it is given.

/** @param {import("../protocol.js").CallView} call @param {number} now the server's time in ms @returns {{seconds: number, part: number}} left of the time to answer */
export function timeLeft(call, now) {
  const end = Date.parse(call.deadline_at ?? call.created_at);
  const whole = Math.max(1, end - Date.parse(call.created_at));
  const left = Math.min(whole, Math.max(0, end - now));
  return { seconds: Math.ceil(left / 1000), part: (left / whole) * 100 };
}

/**
 * @param {import("./widget.js").Widget} widget
 * @param {{address: string}} surroundings address: the website's name, as the help shows it
 */
export function modelOf(widget, { address }) {
  const { calls, data, page, state, screen, sessionState, wire } = widget;
  const { call, code } = calls;
  const talk = widget.talk.part;
  const talking = screen === "conversation";
  const now = wire.clock();
  const live = talking ? calls.live : null;
  const shown = talking && call && ["connecting", "connected", "reconnecting"].includes(call.view.phase);
  const since = shown && call.view.call?.connected_at;
  const model = {
    data, page, state, screen, sessionState, now, talk, address, code, call, live,
    callShown: Boolean(shown),
    callTime: since ? code.duration(now - Date.parse(since)) : "",
    prompt: talking && code && calls.prompt ? timeLeft(calls.prompt, now) : null,
    asked: live?.state === "asked",
    ready: screen === "entries" || screen === "form" || talk !== null,
    helping: false,
    size: screen === "entries" ? "fits" : shown ? "call" : "chat",
  };
  model.helping = Boolean(shown && code.troubles(model).length);
  return model;
}
