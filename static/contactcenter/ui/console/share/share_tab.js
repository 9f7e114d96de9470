/* The Share tab: the files of the session (F1, F2), or the library. The newest snapshot opens at the top; the client's
   words are text only. Destructive actions are only in a file's menu, last and apart. */

import { html, nothing, repeat } from "../../../vendor/lit.js";
import { canLook, kind, pixels, site, size } from "../../file_words.js";
import { icon } from "../../icon.js";
import { nameOf } from "../../display_names.js";
import { t } from "../../text.js";
import { clockTime } from "../../time.js";
import { drop, going, thumb } from "./file_parts.js";
import { library } from "./library.js";
import { menu } from "../menu.js";
import { button, dotted, section } from "../components.js";
import { firstName } from "../words.js";

/** @import { CallView, ShareView } from "../../../wire/protocol.js" */
/** @import { DeskSession } from "../../../state/console.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** The stored files, newest first. @param {DeskSession} session @returns {ShareView[]} */
export const filesOf = (session) =>
  session.files.filter((file) => file.state !== "deleted").toSorted((one, other) => other.at.localeCompare(one.at));

/**
 * The files in groups: those outside a call without a heading, and (if there are snapshots of more than one call) each
 * call's under its own.
 * @param {ShareView[]} files newest first @param {CallView[]} calls
 * @returns {{call: CallView | null, files: ShareView[]}[]}
 */
export function grouped(files, calls) {
  const known = calls
    .filter((call) => files.some((file) => file.kind === "snapshot" && file.call === call.id))
    .toReversed();
  if (known.length < 2) return [{ call: null, files }];
  const of = (/** @type {string} */ id) => files.filter((file) => file.call === id);
  const rest = files.filter((file) => !known.some((call) => call.id === file.call));
  return [{ call: null, files: rest }, ...known.map((call) => ({ call, files: of(call.id) }))].filter(
    (group) => group.files.length,
  );
}

/** The author, in words. @param {PageState} page @param {DeskSession} session @param {ShareView} file */
function author(page, session, file) {
  if (file.by.role === "client") return t("From {name}", { name: firstName(session) });
  return file.by.name === page.desk?.me.name
    ? t("{kind} by you", { kind: kind(file) })
    : t("{kind} by {name}", { kind: kind(file), name: nameOf(file.by.name) });
}

/** How long a snapshot counts as new, in ms. */
const FRESH = 60_000;

/** The client's files since somebody last looked into the tab. @param {PageState} page @param {DeskSession} session */
export const unseenFiles = (page, session) =>
  session.files.filter(
    ({ by, state, at }) =>
      by.role === "client" && state === "ready" && Date.parse(at) > (page.filesSeen[session.id] ?? page.begun),
  );

/** All actions on a file, in words.
 * @param {PageState} page @param {Act} act @param {ShareView} file @param {boolean} ended
 * @returns {import("../menu.js").Item[]} */
const all = (page, act, file, ended) => [
  ...(file.sent || ended
    ? []
    : [
        {
          test: "menu-send",
          icon: /** @type {const} */ ("corner-up-right"),
          label: t("Send to chat"),
          press: () => act.sendFile(file.id),
        },
      ]),
  ...(ended || !canLook(file)
    ? []
    : [
        {
          test: "menu-together",
          icon: /** @type {const} */ ("scan-eye"),
          label: t("Look together"),
          press: () => act.lookTogether(page.opened ?? "", file),
        },
      ]),
  { test: "menu-preview", icon: "eye", label: t("Preview"), press: () => act.look(file) },
  ...(file.kind === "link"
    ? []
    : [
        {
          test: "menu-download",
          icon: /** @type {const} */ ("download"),
          label: t("Download"),
          press: () => act.download(file),
        },
      ]),
  { test: "menu-rename", icon: "pencil", label: t("Rename"), press: () => act.rename(file) },
  ...(file.by.role === "operator" && file.kind !== "snapshot" && file.source !== "whiteboard"
    ? [
        {
          test: "menu-keep",
          icon: /** @type {const} */ ("bookmark"),
          label: t("Keep in your library"),
          press: () => act.keepFile(file),
        },
      ]
    : []),
  { test: "share-delete", icon: "trash-2", label: t("Delete"), apart: true, press: () => act.deleteFile(file) },
];

/** The most frequent actions, on hover and focus.
 * @param {PageState} page @param {Act} act @param {ShareView} file @param {boolean} fresh @param {boolean} ended */
function acts(page, act, file, fresh, ended) {
  const look = fresh ? "icon small" : "bare icon small";
  const send =
    file.sent || ended
      ? nothing
      : fresh
        ? button({
            test: "share-send",
            look: "small main",
            label: t("Send to chat"),
            busy: page.busy.has(file.id),
            press: () => act.sendFile(file.id),
          })
        : button({
            test: "share-send",
            look,
            icon: "corner-up-right",
            title: t("Send {name} to chat", { name: file.name }),
            busy: page.busy.has(file.id),
            press: () => act.sendFile(file.id),
          });
  const save =
    file.kind === "link"
      ? nothing
      : button({
          test: "share-download",
          look,
          icon: "download",
          title: t("Download {name}", { name: file.name }),
          press: () => act.download(file),
        });
  const together =
    ended || !canLook(file)
      ? nothing
      : button({
          test: "look-together",
          look,
          icon: "scan-eye",
          title: t("Look at {name} together", { name: file.name }),
          busy: page.busy.has("board"),
          press: () => act.lookTogether(page.opened ?? "", file),
        });
  return html`<span class="file-item__actions">${send}${together}
    ${button({
      test: "share-preview",
      look,
      icon: "eye",
      title: t("Preview {name}", { name: file.name }),
      popup: "dialog",
      press: () => act.look(file),
    })}${save}</span>`;
}

/** A pending snapshot: requested, and not yet among the files. @param {ShareView} file */
const pending = (
  file,
) => html`<li class="file-item going" data-test="share-item" data-kind=${file.kind} data-state="pending"
  data-author=${file.by.role} aria-busy="true">
  <span class="file-item__thumb">${icon("camera")}</span><span class="file-item__name cut">${file.name}</span><span
    class="file-item__status cut" data-say>${t("Being taken")}</span></li>`;

/** @param {PageState} page @param {Act} act @param {DeskSession} session @param {ShareView} file */
function entry(page, act, session, file) {
  if (file.state === "pending") return pending(file);
  const fresh = file.id === page.fresh;
  const ended = session.state !== "active";
  const age = page.now - Date.parse(file.at);
  const measure = file.width && file.height ? pixels(file.width, file.height) : "";
  const what = file.kind === "link" ? site(file) : size(file.size);
  const words = [
    author(page, session, file),
    fresh && measure,
    fresh || !file.sent || file.by.role === "client" ? what : "",
    file.sent && file.by.role !== "client" ? t("sent") : "",
  ];
  return html`<li class=${fresh ? "file-item fresh" : "file-item"} data-test="share-item" data-kind=${file.kind}
    data-name=${file.name} data-state=${file.state} data-sha256=${file.sha256} data-author=${file.by.role}
    data-source=${file.source || nothing}>
    ${thumb(page, act, file)}<span class="file-item__name cut"><bdi>${file.name}</bdi></span>${
      fresh
        ? age < FRESH
          ? html`<span class="chip own">${t("Just now")}</span>`
          : html`<time class="chip">${clockTime(file.at)}</time>`
        : nothing
    }
    <span class="file-item__status cut">${dotted(words)}</span>${acts(page, act, file, fresh, ended)}
    ${menu({
      id: `file-${file.id}`,
      test: "share-menu",
      look: "bare icon small file-item__menu",
      name: t("More for {name}", { name: file.name }),
      items: all(page, act, file, ended),
    })}</li>`;
}

/** @param {PageState} page @param {Act} act @param {DeskSession} session */
export function sharePanel(page, act, session) {
  if (page.shelf) return library(page, act, session);
  const files = filesOf(session);
  const uploads = page.uploads.filter((upload) => upload.session === session.id);
  const first = files.filter((file) => file.id === page.fresh);
  const rest = grouped(
    files.filter((file) => file.id !== page.fresh),
    /** @type {CallView[]} */ (session.calls),
  );
  const list = (/** @type {ShareView[]} */ shown, /** @type {unknown} */ before = nothing) =>
    html`<ul class="file-list">${before}${repeat(
      shown,
      (file) => file.id,
      (file) => entry(page, act, session, file),
    )}</ul>`;
  const shelf = button({
    test: "library-open",
    look: "bare small",
    icon: "bookmark",
    label: t("Library"),
    press: () => act.shelf(true),
  });
  return html`<section>${section(t("In this session"), { more: shelf, level: 2 })}
      ${
        files.length || uploads.length
          ? nothing
          : html`<p class="hint">${t("No files yet. Files you add stay with you until you send them to the chat.")}</p>`
      }
      ${list(first, going(uploads))}
      ${rest.map(
        (group) =>
          html`${
            group.call
              ? html`<h4 class="hint">${t("Call at {time}", { time: clockTime(group.call.created_at) })}</h4>`
              : nothing
          }${list(group.files)}`,
      )}</section>
    ${
      session.state === "active" || session.state === "wrapup"
        ? html`${drop(t("Add files to this session"), t("choose one"), (list) => act.upload(session.id, list))}
      ${button({
        test: "link-add",
        look: "bare small",
        icon: "link",
        label: t("Add a link"),
        popup: "dialog",
        press: () => act.link(session.id),
      })}`
        : nothing
    }`;
}
