/* The library in the Share tab: files and links for any session, the supervisors' and the operator's own (F1). */

import { html, nothing, repeat } from "../../../vendor/lit.js";
import { kind, site, size } from "../../file_words.js";
import { icon } from "../../icon.js";
import { t } from "../../text.js";
import { drop, going, thumb } from "./file_parts.js";
import { menu } from "../menu.js";
import { button, section } from "../components.js";

/** @import { LibraryView } from "../../../wire/protocol.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** @param {Act} act @param {LibraryView} item @param {DeskSession} session @returns {import("../menu.js").Item[]} */
const all = (act, item, session) => [
  ...(session.state === "active"
    ? [
        {
          test: "menu-send",
          icon: /** @type {const} */ ("corner-up-right"),
          label: t("Send to chat"),
          press: () => act.sendItem(item, session.id),
        },
      ]
    : []),
  { test: "menu-preview", icon: "eye", label: t("Preview"), press: () => act.look(item) },
  ...(item.kind === "link"
    ? []
    : [
        {
          test: "menu-download",
          icon: /** @type {const} */ ("download"),
          label: t("Download"),
          press: () => act.download(item),
        },
      ]),
  ...(item.own
    ? [
        {
          test: "menu-rename",
          icon: /** @type {const} */ ("pencil"),
          label: t("Rename"),
          press: () => act.rename(item),
        },
        {
          test: "library-delete",
          icon: /** @type {const} */ ("trash-2"),
          label: t("Delete"),
          apart: true,
          press: () => act.deleteItem(item),
        },
      ]
    : []),
];

/** @param {PageState} page @param {Act} act @param {DeskSession} session @param {LibraryView} item */
function entry(page, act, session, item) {
  const { name } = item;
  const look = "bare icon small";
  const words = [
    item.own ? t("Yours") : t("Common"),
    kind(item),
    item.kind === "link" ? site(item) : size(item.size),
  ].join(" · ");
  const send =
    session.state === "active"
      ? button({
          test: "library-send",
          look,
          icon: "corner-up-right",
          title: t("Send {name} to chat", { name }),
          busy: page.busy.has(item.id),
          press: () => act.sendItem(item, session.id),
        })
      : nothing;
  return html`<li class="file-item" data-test="library-item" data-kind=${item.kind} data-name=${name}
    data-own=${String(item.own)}>
    ${thumb(page, act, item)}<span class="file-item__name cut"><bdi>${name}</bdi></span><span
      class="file-item__status cut">${words}</span>
    <span class="file-item__actions">${send}
      ${button({
        test: "library-preview",
        look,
        icon: "eye",
        title: t("Preview {name}", { name }),
        popup: "dialog",
        press: () => act.look(item),
      })}</span>
    ${menu({
      id: `item-${item.id}`,
      test: "library-menu",
      look: "bare icon small file-item__menu",
      name: t("More for {name}", { name }),
      items: all(act, item, session),
    })}</li>`;
}

/** The words for an empty list. @param {PageState} page */
function hint({ library, seek }) {
  if (!library) return html`<p class="hint" data-say>${t("One moment.")}</p>`;
  if (library.items.length)
    return library.more ? html`<p class="hint">${t("There’s more. Search for what you need.")}</p>` : nothing;
  return html`<p class="hint"
    data-say>${
      seek
        ? t("Nothing in the library matches.")
        : t("The library is empty. Files you keep here are available in every session.")
    }</p>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function library(page, act, session) {
  const uploads = page.uploads.filter((upload) => upload.library);
  const back = button({
    test: "library-close",
    look: "bare small",
    icon: "arrow-left",
    label: t("This session"),
    press: () => act.shelf(false),
  });
  return html`<section>${section(t("Library"), { more: back, level: 2 })}
      <div class="library-search">${icon("search", "s")}<input class="input" type="search" data-test="library-search"
        aria-label=${t("Search the library")} placeholder=${t("Search the library")} data-most="100"
        .value=${page.seek}
          @input=${(/** @type {Event} */ event) =>
            act.seek(/** @type {HTMLInputElement} */ (event.currentTarget).value)}></div>
      <ul class="file-list">${going(uploads)}${repeat(
        page.library?.items ?? [],
        (item) => item.id,
        (item) => entry(page, act, session, item),
      )}</ul>${hint(page)}</section>
    ${drop(t("Add files to your library"), t("add one"), act.shelve)}
    ${button({
      test: "library-link",
      look: "bare small",
      icon: "link",
      label: t("Add a link"),
      popup: "dialog",
      press: () => act.link(null),
    })}`;
}
