/* The created invitation: link, code and QR code. Only their hashes are stored, so this is the only time they can be
   seen. */

import { html, nothing } from "../../../vendor/lit.js";
import { icon } from "../../icon.js";
import { nameOf } from "../../display_names.js";
import { t } from "../../text.js";
import { mailto } from "../mailto.js";
import { button } from "../components.js";

/** @import { InvitationCreated } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** Black on white with its quiet border in every theme: scanners need both. @param {InvitationCreated} made */
const code = ({ qr, size }) =>
  html`<svg class="qr-code" data-test="invite-qr" role="img" aria-label=${t("QR code of the link")}
    viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges"><rect width=${size} height=${size}></rect><path
    d=${qr}></path></svg>`;

/** A value to copy.
 * @param {PageState} page @param {Act} act @param {"link" | "code"} what @param {string} label @param {string} value */
function line(page, act, what, label, value) {
  const done = page.copied === what;
  return html`<div class="field"><label for=${`made-${what}`}>${label}</label><div class="invitation-created__value">
    <textarea class=${what === "code" ? "input invitation-created__code" : "input num"} id=${`made-${what}`}
      data-test=${`invite-${what}`} readonly rows="1" dir="ltr"
      @focus=${(/** @type {FocusEvent} */ event) =>
        /** @type {HTMLTextAreaElement} */ (event.currentTarget).select()}>${value}</textarea>
    ${button({
      test: `copy-${what}`,
      icon: done ? "check" : "copy",
      label: done ? t("Copied") : t("Copy"),
      press: () => act.copy(what),
    })}</div></div>`;
}

/** A mail with the link, for the operator's own mail program.
 * @param {PageState} page @param {InvitationCreated} made */
function letter(page, { link, invitation }) {
  const session = page.about ? page.desk?.sessions[page.about] : undefined;
  const subject = t("An invitation from {place}", { place: page.place.name });
  const name = nameOf(invitation.name) ? t("Hello {name},", { name: nameOf(invitation.name) }) : t("Hello,");
  const body = `${name}\n\n${t("this link takes you straight to me:")}\n${link}\n\n${page.desk?.me.name ?? ""}`;
  return mailto(session?.client.email ?? "", subject, body);
}

/** @param {PageState} page @param {Act} act @param {InvitationCreated} made */
export function made(page, act, made) {
  const session = page.about ? page.desk?.sessions[page.about] : undefined;
  return html`<div class="invitation-created" data-say>
    ${code(made)}
    <div><p class="outcome warn">${icon("triangle-alert")}<span>${t(
      "Copy them now. For your client’s safety they aren’t shown again.",
    )}</span></p>
      ${line(page, act, "link", t("Link"), made.link)}${line(
        page,
        act,
        "code",
        t("Code, for “I have a code” in the widget"),
        made.code,
      )}
      <div class="invitation-created__actions">${
        session?.state === "active"
          ? button({
              test: "invite-chat",
              look: "small",
              icon: "message-circle",
              label: t("Add to the chat"),
              press: () => act.linkIntoChat(session.id),
            })
          : nothing
      }
        <a class="btn small" data-test="invite-mail"
          href=${letter(page, made)}>${icon("mail", "s")} ${t("By e-mail")}</a>
        ${button({
          test: "invite-another",
          look: "small bare",
          label: t("Make another"),
          press: act.anotherInvitation,
        })}</div></div>
  </div>`;
}
