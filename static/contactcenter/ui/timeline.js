// A conversation from the log: groups of bubbles, one time and receipt below the last of each, system messages, notes,
// pending messages. A view: everything it shows is passed in, every press is passed out.

import { classMap, html, nothing, repeat } from "../vendor/lit.js";
import { isPicture, kind, sign, site, size } from "./file_words.js";
import { icon } from "./icon.js";
import { written } from "./links.js";
import { items } from "./timeline_items.js";
import { firstName, nameOf } from "./display_names.js";
import { t } from "./text.js";
import { clockTime, day } from "./time.js";

/** @typedef {import("./timeline_items.js").Item} Item */
/** @typedef {import("../wire/protocol.js").SessionView} SessionView */
/** @typedef {import("../wire/protocol.js").ShareView} ShareView */
/** @typedef {import("../wire/outbox.js").Pending} Pending */
/**
 * @typedef {object} Timeline
 * @property {SessionView} view
 * @property {"client" | "operator"} me
 * @property {number} now the server's time in milliseconds
 * @property {string} [client] what the client is called in a sentence
 * @property {string} [operator] the name of the operator of this session
 * @property {Pending[]} [pending] of all sessions; only this one's are shown
 * @property {boolean} [typing] the other side is typing
 * @property {(by: import("../wire/protocol.js").By) => boolean} [own] whether the reader did it; without it everybody
 *   of the reader's role did
 * @property {(list: Item[]) => Item[]} [arrange] what a page puts between the items, takes together or marks
 * @property {number} [drawn] how many of the newest items are drawn; all without it
 * @property {typeof import("./system_lines.js").lineOf} [lines] the system lines, if this page has more of them than
 *   both have
 * @property {(id: string) => void} [onRetry]
 * @property {(id: string) => void} [onDiscard]
 * @property {(id: string) => void} [onEdit] a text that was not sent goes back to where it was written
 * @property {(file: ShareView) => void} [onFile] a file was pressed
 * @property {(device: "microphone" | "camera") => void} [onHelp] the steps an operator sent are to be shown
 * @property {(file: ShareView) => string | undefined} [fileUrl] the address of a picture, once the page has it
 * @property {(file: ShareView) => void} [onLapsed] the address of a picture has run out
 * @property {ReadonlySet<string>} [heard] messages that were read while they were typed: a screen reader doesn't repeat
 *   them
 */

/** @param {Timeline} timeline */
export function timeline(timeline) {
  return html`<div class="timeline" data-test="timeline" role="log" aria-live="off"
    data-session=${timeline.view.id} aria-label=${t("Conversation")}>
    ${repeat(
      newest(items(timeline), timeline.drawn),
      ({ key }) => key,
      (item) => shown(item, timeline),
    )}${timeline.typing ? typing(timeline) : nothing}
  </div>`;
}

/** The last of a list. @template T @param {T[]} list @param {number} [most] */
const newest = (list, most = Infinity) => (list.length > most ? list.slice(-most) : list);

/** @param {import("../wire/protocol.js").By | undefined} by @param {Timeline} timeline */
const isMine = (by, { me, own }) => by !== undefined && (own ? own(by) : by.role === me);

/**
 * @param {Item} item
 * @param {Timeline} timeline
 */
function shown(item, timeline) {
  if (item.kind === "day") return html`<p class="line">${day(item.at, timeline.now)}</p>`;
  if (item.kind === "own") return item.show?.() ?? nothing;
  if (item.kind === "line") return systemLine(item);
  if (item.kind === "note") return note(item, timeline);
  return bubble(item, timeline);
}

/** The question and the picture of a call say these themselves. @type {string[]} */
const SAID_ELSEWHERE = ["request", "start", "accept", "interrupt"];

/** @param {Item["event"]} event */
const isSaidElsewhere = (event) => event?.type === "call.changed" && SAID_ELSEWHERE.includes(event.move);

/** @param {Item} item */
export const systemLine = ({
  line,
  at,
  seq,
  first,
  event,
}) => html`<p class=${first ? "line" : "line pair"} data-test="message" data-author="system" data-seq=${seq ?? nothing}
  data-say=${isSaidElsewhere(event) ? nothing : ""}>
  ${line?.icon ? icon(line.icon, "s") : nothing} <span dir="auto">${line?.words} · <time
    datetime=${at}>${clockTime(at)}</time></span></p>`;

/**
 * @param {Item} item
 * @param {Timeline} timeline
 */
function bubble(item, timeline) {
  const { by, state, seq, first, last, file, text = "", pending, look = "" } = item;
  const mine = isMine(by, timeline);
  return html`<div class=${classMap({ msg: true, mine, first: Boolean(first), [look]: look !== "" })}
      data-test="message" data-author=${by?.role ?? ""} data-state=${state ?? nothing} data-seq=${seq ?? nothing}
      data-say=${mine || timeline.heard?.has(item.key) ? nothing : file ? fileWords(by?.name, file.name) : ""}>
    <span class="visually-hidden">${mine ? t("You") : html`<bdi>${nameOf(by?.name)}</bdi>`}: </span>
    ${file ? fileBubble(item, timeline) : html`<p class="bubble">${written(text)}</p>`}
    ${last || pending?.reason ? meta(item, timeline) : nothing}</div>`;
}

/** What people who listen are told of a file that arrives. @param {string | undefined} name @param {string} file */
const fileWords = (name, file) => t("{name} sent {file}", { name: nameOf(name), file });

/**
 * @param {Item} item
 * @param {Timeline} timeline
 */
function fileBubble({ file, deleted }, { fileUrl, onFile, onLapsed }) {
  if (!file) return nothing;
  if (deleted) return html`<p class="bubble quiet">${icon("trash-2", "s")} ${t("File deleted")}</p>`;
  // The server lets no other address become a link; the page doesn't rely on it.
  if (file.kind === "link" && /^https?:\/\//i.test(file.url)) {
    return html`<a class="bubble file-chip" data-test="file" data-name=${file.name} href=${file.url} target="_blank"
      rel="noopener noreferrer nofollow">
      ${icon("link")}<span><bdi>${file.name}</bdi><small>${site(file)}</small></span></a>`;
  }
  const url = isPicture(file) ? fileUrl?.(file) : undefined;
  const press = () => onFile?.(file);
  const facts = `${kind(file)} · ${size(file.size)}`;
  return url
    ? html`<button class="bubble picture" type="button" data-test="file" data-name=${file.name}
      aria-label=${t("Open {name}", { name: file.name })} @click=${press}>
        <img src=${url} alt="" width=${file.width ?? nothing} height=${file.height ?? nothing} loading="lazy"
          @error=${() => onLapsed?.(file)} /></button>`
    : html`<button class="bubble file-chip" type="button" data-test="file" data-name=${file.name} @click=${press}>
        ${icon(sign(file))}<span><bdi>${file.name}</bdi><small>${facts}</small></span></button>`;
}

/** @type {Record<string, () => unknown>} */
const RECEIPTS = {
  sending: () => html`${icon("clock", "s")} ${t("Sending")}`,
  sent: () => html`${icon("check", "s")} ${t("Sent")}`,
  delivered: () => html`${icon("check-check", "s")} ${t("Delivered")}`,
  read: () => html`${icon("check-check", "s")} ${t("Read")}`,
};

/**
 * @param {Item} item
 * @param {Timeline} timeline
 */
function meta(item, timeline) {
  if (item.pending?.state === "failed") return failure(item.pending, timeline);
  return html`<p class="meta"><time
    datetime=${item.at}>${clockTime(item.at)}</time> ${
      RECEIPTS[item.state ?? ""]?.() ?? nothing
    } ${item.pending?.reason}</p>`;
}

/**
 * @param {Pending} pending
 * @param {Timeline} timeline
 */
const failure = ({ id, reason = "" }, { onRetry, onDiscard, onEdit }) => html`<p class="meta failed" role="alert">
  ${icon("circle-alert", "s")} ${t("Not sent.")} ${reason}
  <button class="btn bare small" type="button" data-test="retry"
    @click=${() => onRetry?.(id)}>${t("Try again")}</button>
  ${
    onEdit
      ? html`<button class="btn bare small" type="button" data-test="edit"
        @click=${() => onEdit(id)}>${t("Edit")}</button>`
      : nothing
  }
  <button class="btn bare small" type="button" data-test="discard"
    @click=${() => onDiscard?.(id)}>${t("Discard")}</button></p>`;

/**
 * @param {Item} item
 * @param {Timeline} timeline
 */
function note({ by, text = "", at, seq, pending }, timeline) {
  const who = isMine(by, timeline)
    ? t("Note by you, only operators see it")
    : t("Note by {name}, only operators see it", { name: nameOf(by?.name) });
  return html`<div class="note" data-test="note" data-seq=${seq ?? nothing}
    data-say=${isMine(by, timeline) ? nothing : ""}
    data-state=${pending?.state ?? nothing}>${icon("sticky-note", "s")}
    <p>${written(text)}</p><small>${who} · <time datetime=${at}>${clockTime(at)}</time></small>
    ${pending?.state === "failed" ? failure(pending, timeline) : nothing}</div>`;
}

/** @param {Timeline} timeline */
function typing({ view, me, client = "", operator = view.operator ?? "" }) {
  const name = me === "client" ? firstName(operator) || t("The operator") : client || t("The client");
  return html`<p class="typing" data-test="typing"><span
    aria-hidden="true"><i></i><i></i><i></i></span> <bdi>${t("{name} is typing", { name })}</bdi></p>`;
}
