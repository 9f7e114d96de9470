/* The dialogs of the Share tab: a file preview, and a short form for a name or an address. */

import { html, nothing } from "../../../vendor/lit.js";
import { canLook, isPicture, kind, pixels, sign, site, size } from "../../file_words.js";
import { icon } from "../../icon.js";
import { player } from "../../media_player.js";
import { t } from "../../text.js";
import { button, dialog } from "../components.js";
import { isOwn } from "../dialogs/past_session.js";

/** @import { LibraryView, ShareView } from "../../../wire/protocol.js" */
/** @import { Act, Asked, Field, PageState } from "../../../console/page_state.js" */

/** @param {{file: ShareView | LibraryView, url: string}} shown @param {() => void} save */
function shown({ file, url }, save) {
  if (file.kind === "link")
    return html`<p class="why">${icon("link")} <a href=${/^https?:/i.test(url) ? url : "#"} target="_blank"
      rel="noopener noreferrer"><bdi>${url}</bdi></a></p>`;
  if (isPicture(file)) return html`<img src=${url} alt=${file.name}>`;
  if (/^(video|audio)\//.test(file.mime)) return player(file, url, save);
  if (file.mime === "application/pdf") return html`<iframe src=${url} title=${file.name}></iframe>`;
  if (file.mime === "text/plain") return html`<iframe src=${url} title=${file.name} sandbox></iframe>`;
  return html`<p class="why">${icon(sign(file))} ${t("Download this file to open it.")}</p>`;
}

/** The changes to a file, and who may make them.
 * @param {PageState} page @param {Act} act @param {ShareView | LibraryView} file */
function acts(page, act, file) {
  const library = "own" in file;
  const save =
    file.kind === "link"
      ? nothing
      : button({ label: t("Download"), icon: "download", press: () => act.download(file) });
  if (page.past && !isOwn(page, page.past)) return html`<span class="preview__actions">${save}</span>`;
  const rename =
    !library || file.own
      ? button({
          test: "share-rename",
          look: "bare",
          label: t("Rename"),
          icon: "pencil",
          press: () => act.rename(file),
        })
      : nothing;
  const keep =
    !library && file.by.role === "operator" && file.kind !== "snapshot"
      ? button({
          test: "library-keep",
          look: "bare",
          label: t("Keep in your library"),
          icon: "bookmark",
          busy: page.busy.has(`keep ${file.id}`),
          press: () => act.keepFile(file),
        })
      : nothing;
  const session = page.desk?.sessions[page.opened ?? ""];
  const together =
    !library && !page.past && session?.state === "active" && canLook(file)
      ? button({
          test: "look-together",
          look: "soft",
          label: t("Look together"),
          icon: "scan-eye",
          busy: page.busy.has("board"),
          press: () => act.lookTogether(session.id, file),
        })
      : nothing;
  const send =
    !library && !page.past && session?.state === "active" && !file.sent
      ? button({
          test: "preview-send",
          look: "main",
          label: t("Send to chat"),
          icon: "corner-up-right",
          busy: page.busy.has(file.id),
          press: () => {
            act.shut();
            act.sendFile(file.id);
          },
        })
      : nothing;
  return html`<span class="preview__actions">${together}${rename}${keep}${save}${send}</span>`;
}

/** A file of the session or of the library.
 * @param {PageState} page @param {Act} act @param {{file: ShareView | LibraryView, url: string}} look */
export const look = (page, act, look) =>
  dialog(
    { test: "preview-dialog", look: "preview", title: look.file.name, closeTest: "preview-close", close: act.shut },
    html`
  <div class="preview__content">${shown(look, () => act.download(look.file))}</div>
  <footer><span>${[
    kind(look.file),
    look.file.width && look.file.height && pixels(look.file.width, look.file.height),
    look.file.url ? site(look.file) : size(look.file.size),
  ]
    .filter(Boolean)
    .join(" · ")}</span>
    ${acts(page, act, look.file)}</footer>`,
  );

/** @param {Field} field @param {number} index */
const row = (field, index) => html`<div class="field"><label for=${`asked-${field.name}`}>${field.label}</label>
  <span class="file-dialog__joined"><input class="input" id=${`asked-${field.name}`} data-test=${`asked-${field.name}`}
    name=${field.name} type=${field.kind ?? "text"} data-most=${field.length ?? nothing}
    .value=${field.value} ?required=${index === 0} ?autofocus=${index === 0} dir="auto" autocomplete="off"
      aria-describedby=${field.hint ? `asked-${field.name}-hint` : nothing}>${
        field.after ? html`<bdi>${field.after}</bdi>` : nothing
      }</span>
  ${field.hint ? html`<p class="hint" id=${`asked-${field.name}-hint`}>${field.hint}</p>` : nothing}</div>`;

/** A short form. The values come in the order of its fields. @param {Act} act @param {Asked} asked */
export function asked(act, asked) {
  const done = (/** @type {SubmitEvent & {currentTarget: HTMLFormElement}} */ event) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    act.shut();
    asked.act(asked.fields.map(({ name }) => String(values.get(name) ?? "").trim()));
  };
  return dialog(
    { test: "asked-dialog", look: "confirm file-dialog", title: asked.title, close: act.shut },
    html`<form @submit=${done}>
    <div class="confirm__body">${asked.fields.map(row)}</div>
    <footer>${button({ test: "asked-no", label: t("Cancel"), press: act.shut })}<button class="btn main"
      data-test="asked-yes">${asked.yes}</button></footer></form>`,
  );
}
