// Files added to the composer but not sent yet: each is a chip with its picture, which can be viewed and removed. A
// view and its state; the composer sends them.

import { html, nothing, repeat } from "../vendor/lit.js";
import { isPicture, sign, size } from "./file_words.js";
import { icon } from "./icon.js";
import { t } from "./text.js";

/** @typedef {{id: number, file: File, url: string}} Chip `url`: of its picture in this page; empty when it is none */

/** Files by session, until they're sent or removed. */
export class Chips {
  /** @type {Map<string, Chip[]>} */ #of = new Map();
  #count = 0;

  /** @param {string} session @returns {Chip[]} */
  of(session) {
    return this.#of.get(session) ?? [];
  }

  /** @param {string} session @param {File[]} files */
  add(session, files) {
    const added = files.map((file) => ({
      id: ++this.#count,
      file,
      url: isPicture({ mime: file.type }) ? URL.createObjectURL(file) : "",
    }));
    this.#of.set(session, [...this.of(session), ...added]);
  }

  /** @param {string} session @param {Chip} chip */
  remove(session, chip) {
    URL.revokeObjectURL(chip.url);
    this.#of.set(
      session,
      this.of(session).filter((other) => other !== chip),
    );
  }

  /** Removes all of them, to send them. @param {string} session @returns {File[]} */
  take(session) {
    const chips = this.of(session);
    for (const chip of chips) this.remove(session, chip);
    return chips.map(({ file }) => file);
  }
}

/** @param {Chip[]} chips @param {(chip: Chip) => void} remove */
export function chipList(chips, remove) {
  if (!chips.length) return nothing;
  return html`<ul class="attachments" aria-label=${t("Files to send")}>${repeat(
    chips,
    ({ id }) => id,
    (chip) => html`<li data-test="chip" data-name=${chip.file.name}>
    ${
      chip.url
        ? html`<img src=${chip.url} alt="">`
        : html`<span class="attachments__icon">${icon(sign({ mime: chip.file.type }))}</span>`
    }
    <span class="attachments__name"><bdi
      class="cut">${chip.file.name}</bdi><small>${size(chip.file.size)}</small></span>
    <button class="btn bare icon small" type="button" data-test="chip-remove"
      aria-label=${t("Remove {name}", { name: chip.file.name })}
      @click=${() => remove(chip)}>${icon("x", "s")}</button></li>`,
  )}</ul>`;
}
