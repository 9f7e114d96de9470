/* The Call tab: asking the client into a call, its outcome, the client's devices, the calls of the session (C1, C4,
   C5). */

import { ariaKeys } from "../../../console/shortcuts.js";
import { OVER } from "../../../wire/constants.js";
import { html, live, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { nameOf } from "../../display_names.js";
import { pgettext, t } from "../../text.js";
import { clockTime, duration } from "../../time.js";
import { isOwn } from "../conversation/colleagues.js";
import { left, since } from "../durations.js";
import { button, section } from "../components.js";
import { qualityOf } from "./quality.js";
import { callReason, liveCall } from "../rules.js";
import { deviceIcon, deviceTone, deviceWord, firstName, hasName, outcome } from "../words.js";

/** @import { CallView, DeviceState, LogEvent } from "../../../wire/protocol.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** The button that starts a call, or the reason why it can't.
 * @param {PageState} page @param {Act} act @param {DeskSession} session @param {string} words */
function start(page, act, session, words) {
  const reason = page.desk ? callReason(page.desk, session) : "";
  return html`${button({
    test: "call-start",
    keys: ariaKeys("call"),
    look: "main wide",
    icon: "video",
    label: words,
    reason,
    reasonId: "call-why",
    busy: page.busy.has("call"),
    press: () => act.call(session.id),
  })}
    <label class="tick"><input type="checkbox" data-test="call-signing" .checked=${live(signed(page, session))}
      @change=${(/** @type {Event} */ event) =>
        act.callSigning(session.id, /** @type {HTMLInputElement} */ (event.currentTarget).checked)}>
      <span>${t("In sign language: fluent movement before size")}</span></label>
    ${reason ? html`<p class="why" id="call-why" data-test="call-unavailable">${reason}</p>` : nothing}`;
}

/** Whether the next call of the session begins in sign-language mode: as chosen, or as the last one was.
 * @param {PageState} page @param {DeskSession} session */
const signed = (page, session) =>
  page.signing[session.id] ?? /** @type {CallView[]} */ (session.calls).at(-1)?.signing ?? false;

/** The remaining share of the time, in per cent. @param {CallView} call @param {number} now */
function share(call, now) {
  const whole = Date.parse(call.deadline_at ?? "") - Date.parse(call.created_at);
  return whole > 0 ? Math.min(100, (100 * left(call.deadline_at, now)) / whole) : 0;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session @param {CallView} call */
function waiting(page, act, session, call) {
  const name = firstName(session);
  const seconds = left(call.deadline_at, page.now) / 1000;
  // The server sets the deadline; the press is shown before it's known.
  const ring = call.deadline_at
    ? html`<span class="ring num" role="timer" aria-label=${t("{n} seconds left", { n: seconds })}
      .style=${`--left: ${share(call, page.now)}`}>${seconds}</span>`
    : html`<i class="dot warn pulse"></i>`;
  return html`<section class="call-card"><div class="call-card__head">${ring}
      <div><h2>${
        hasName(session) ? t("Waiting for {name}’s answer", { name }) : t("Waiting for an answer")
      }</h2><p>${t("{name} can join with video, with audio only, or decline.", { name })}</p></div></div>
    ${button({
      test: "call-withdraw",
      keys: ariaKeys("call"),
      look: "wide",
      label: t("Withdraw"),
      press: act.withdraw,
    })}</section>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
function invitation(page, act, session) {
  const name = firstName(session);
  const calls = /** @type {CallView[]} */ (session.calls);
  const live = liveCall(session);
  if (live?.state === "requested") return waiting(page, act, session, live);
  if (live?.state === "asked") {
    return html`<section class="call-card" data-test="call-asked"><div
      class="call-card__head">${icon("phone-incoming")}<div><h2>${t("{name} asks for a video call", {
        name,
      })}</h2><p>${t("{name} is ready. The call starts right away.", { name })}</p></div></div>
      ${start(page, act, session, pgettext("to call somebody", "Call"))}</section>`;
  }
  if (live) return nothing;
  const last = calls.at(-1);
  const how = last && outcome(last, name, colleagueIn(page, session, last));
  if (!last || !how || how.state === "ended") {
    return html`<section class="call-card"><div
      class="call-card__head"><div><h2>${t("Talk face to face")}</h2><p>${t(
        "{name} sees you and decides whether to join with video or with audio only.",
        { name },
      )}</p></div></div>${start(page, act, session, pgettext("to call somebody", "Call"))}</section>`;
  }
  return html`<section class="call-card"><div class="outcome warn" data-say data-test="call-outcome"
    data-state=${how.state}>${icon(how.icon)}<h2>${how.title}</h2><time>${clockTime(
      last.ended_at ?? last.created_at,
    )}</time>${how.more ? html`<p>${how.more}</p>` : nothing}</div>
    ${start(page, act, session, t("Call again"))}</section>`;
}

/** @param {"microphone" | "camera"} device @param {DeviceState} state @param {string} name
 * @param {boolean} hooked whether the picture does not show it already */
function deviceRow(device, state, name, hooked) {
  const tone = deviceTone(state);
  const sign = tone === "good" ? "check" : state.startsWith("blocked") ? "lock" : "";
  return html`<p class="device-row" data-test=${hooked ? `client-${device}` : nothing}
    data-state=${state}>${icon(deviceIcon(state, device))} ${device === "camera" ? t("Camera") : t("Microphone")}
    <span class=${`chip ${tone}`}>${sign ? icon(sign, "s") : nothing} ${deviceWord(state, device, name)}</span></p>`;
}

/** Device problems that the client can solve with the steps. @param {DeviceState} state */
const mendable = (state) => ["blocked-person", "blocked-system", "in-use", "no-device", "lost"].includes(state);

/** Sends the client the steps with one press.
 * @param {PageState} page @param {Act} act @param {DeskSession} session
 * @param {import("../../../wire/protocol.js").Devices} states @param {string} name */
function steps(page, act, session, states, name) {
  const device = mendable(states.camera) ? "camera" : "microphone";
  if (session.state !== "active" || !mendable(states[device])) return nothing;
  const sent = /** @type {import("../../../wire/protocol.js").LogEvent[]} */ (session.events).findLast(
    (event) => event.type === "help.sent",
  );
  return html`${button({
    test: "help-send",
    look: "wide device-row__steps",
    icon: "corner-up-right",
    label: sent ? t("Send the steps again") : t("Send {name} the steps", { name }),
    busy: page.busy.has("help"),
    press: () => act.sendHelp(session.id, device),
  })}
    ${
      sent
        ? html`<p class="hint"
          data-say>${t("Sent at {time}. {name} sees them in the chat, for the browser in use.", {
            time: clockTime(sent.at),
            name,
          })}</p>`
        : nothing
    }`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
function devices(page, act, session) {
  const name = firstName(session);
  const live = liveCall(session);
  const states = live?.client ?? {
    microphone: /** @type {const} */ ("not-asked"),
    camera: /** @type {const} */ ("not-asked"),
    screen: false,
  };
  const onStage = page.call.mine && ["connecting", "connected", "reconnecting"].includes(page.call.phase);
  const hint =
    !live || live.state === "requested" || live.state === "asked"
      ? t("The browser asks once {name} accepts. You’ll see the answer here.", { name })
      : states.camera === "blocked-person"
        ? t("It’s fine if {name} prefers no picture. You’re still seen and heard.", { name })
        : "";
  return html`<section>${section(t("{name}’s devices", { name }), { level: 2 })}
    ${deviceRow("microphone", states.microphone, name, !onStage)}${deviceRow("camera", states.camera, name, !onStage)}
    ${
      states.screen
        ? html`<p class="device-row">${icon("monitor-up")} ${t("Screen")} <span
          class="chip good">${icon("check", "s")} ${t("Shared")}</span></p>`
        : nothing
    }
    ${
      hint ? html`<p class="hint">${hint}</p>` : nothing
    }${live ? steps(page, act, session, states, name) : nothing}</section>`;
}

/** The colleague or supervisor who ended the call; empty if it was neither.
 * @param {PageState} page @param {DeskSession} session @param {CallView} call */
function colleagueIn({ desk }, session, { id }) {
  const by = /** @type {LogEvent[]} */ (/** @type {unknown} */ (session.events)).findLast(
    (event) => event.type === "call.changed" && event.call.id === id,
  )?.by;
  const other = by?.role === "supervisor" || (by?.role === "operator" && desk && !isOwn(by, desk.me));
  return by && other ? nameOf(by.name) : "";
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session @param {CallView} call */
function past(page, act, session, call) {
  const name = firstName(session);
  if (!OVER.includes(call.state)) {
    return html`<li
      class="outcome">${icon("video", "s")}<span>${t("Running since {time}", {
        time: clockTime(call.accepted_at ?? call.created_at),
      })}</span><time>${duration(since(call.connected_at ?? call.accepted_at, page.now))}</time></li>`;
  }
  const colleague = colleagueIn(page, session, call);
  const how = outcome(call, name, colleague);
  const length =
    call.connected_at && call.ended_at ? duration(Date.parse(call.ended_at) - Date.parse(call.connected_at)) : "";
  const by =
    call.ended_by === "client"
      ? t("Ended by {name}", { name })
      : colleague
        ? t("Ended by {name}", { name: colleague })
        : call.ended_by === "operator"
          ? t("Ended by you")
          : how.title;
  const words = how.state === "ended" ? (length ? `${by} · ${length}` : by) : how.title;
  return html`<li
    class="outcome">${icon(how.icon, "s")}<span>${words}</span><time>${clockTime(call.created_at)}</time>${qualityOf(
      page,
      act,
      call,
      name,
    )}</li>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function callPanel(page, act, session) {
  const calls = /** @type {CallView[]} */ (session.calls)
    .filter((call) => call.state !== "asked" && call.state !== "requested")
    .reverse();
  return html`${invitation(page, act, session)}${devices(page, act, session)}
    ${
      calls.length
        ? html`<section>${section(t("Calls in this session"), { level: 2 })}<ul>${calls.map((call) =>
            past(page, act, session, call),
          )}</ul></section>`
        : nothing
    }`;
}
