/* The Notes tab: operators' notes for each other about this session. The client never sees them. */

import { MESSAGE_LENGTH } from "../../../wire/constants.js";
import { html } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { nameOf } from "../../display_names.js";
import { t } from "../../text.js";
import { clockTime, day } from "../../time.js";
import { section } from "../components.js";

/** @import { LogEvent, NotePosted } from "../../../wire/protocol.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** The loaded notes, newest first. @param {DeskSession} session @returns {NotePosted[]} */
export const notesOf = (session) =>
  /** @type {LogEvent[]} */ (session.events).filter((event) => event.type === "note.posted").reverse();

/** @param {Event} event @param {Act} act @param {string} session */
function add(event, act, session) {
  event.preventDefault();
  const area = /** @type {HTMLTextAreaElement} */ (
    /** @type {HTMLFormElement} */ (event.currentTarget).elements.namedItem("note")
  );
  if (!area.value.trim()) return;
  act.note(session, area.value.trim());
  area.value = "";
}

/** @param {PageState} page @param {NotePosted} note */
const one = (page, note) =>
  html`<li class="note">${icon("sticky-note", "s")}<p><bdi>${note.text}</bdi></p><small>${t("{name}, {day} {time}", {
    name: nameOf(note.by.name),
    day: day(note.at, page.now),
    time: clockTime(note.at),
  })}</small></li>`;

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function notesPanel(page, act, session) {
  const notes = notesOf(session);
  return html`<form class="note-form" @submit=${(/** @type {Event} */ event) => add(event, act, session.id)}>
      <div class="field"><label for="note">${t("New note")} <span
        class="quiet">${t("only operators see this")}</span></label>
        <textarea class="input" id="note" name="note" rows="3" data-test="note-text"
          data-most=${MESSAGE_LENGTH}></textarea></div>
      <button class="btn small" data-test="note-add">${t("Add note")}</button></form>
    <section>${section(t("Notes of this session"), { level: 2 })}
      ${
        notes.length
          ? html`<ul class="note-list">${notes.map((note) => one(page, note))}</ul>`
          : html`<p class="hint">${t("No notes yet.")}</p>`
      }</section>`;
}
