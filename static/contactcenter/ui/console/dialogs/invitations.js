/* The dialog of invitations (E4): creating one, and the operator's own with their states. Link and code are in
   invitation_created.js, once. */

import { html, live, nothing, repeat } from "../../../vendor/lit.js";
import { LONGEST, secondsOf } from "../../../console/forms.js";
import { icon } from "../../icon.js";
import { nameOf } from "../../display_names.js";
import { t, tn } from "../../text.js";
import { made } from "./invitation_created.js";
import { button, dialog, refusal, section } from "../components.js";
import { firstName } from "../words.js";
import { momentWord } from "../client/callback_times.js";

/** @import { InvitationView } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */
/** @import { IconName } from "../../icon.js" */

/** An invitation's state in words.
 * @param {InvitationView["state"]} state @returns {{words: string, tone: string, icon: IconName}} */
export function standing(state) {
  return /** @type {const} */ ({
    unused: { words: t("Not opened yet"), tone: "", icon: "link" },
    opened: { words: t("Opened"), tone: "", icon: "eye" },
    waiting: { words: t("Waiting now"), tone: "good", icon: "clock" },
    used: { words: t("Used"), tone: "", icon: "check" },
    expired: { words: t("Expired"), tone: "", icon: "hourglass" },
    revoked: { words: t("Revoked"), tone: "", icon: "ban" },
  })[state];
}

/** Its state by now: nothing tells the page that it has expired.
 * @param {InvitationView} invitation @param {number} now @returns {InvitationView} */
export const byNow = (invitation, now) =>
  (invitation.state === "unused" || invitation.state === "opened") && Date.parse(invitation.expires_at) <= now
    ? { ...invitation, state: "expired" }
    : invitation;

/** Whether anybody can still use it. @param {Pick<InvitationView, "state">} invitation */
export const isOpen = ({ state }) => state === "unused" || state === "opened" || state === "waiting";

/** Its validity and number of uses. @param {InvitationView} invitation @param {number} now */
export function inviteTerms(invitation, now) {
  const { expires_at, uses, reusable } = invitation;
  const until = momentWord(expires_at, now);
  const ended = {
    unused: "",
    opened: "",
    waiting: "",
    used: "",
    expired: t("until {time}", { time: until }),
    revoked: "",
  }[invitation.state];
  const valid = isOpen(invitation) ? t("valid until {time}", { time: until }) : ended;
  return [valid, reusable ? tn("used {n} time", "used {n} times", uses) : uses ? "" : t("one-off")]
    .filter(Boolean)
    .join(" · ");
}

/** @param {PageState} page @param {Act} act @param {InvitationView} invitation */
function entry(page, act, invitation) {
  const { words, tone, icon: sign } = standing(invitation.state);
  const name = nameOf(invitation.name) || t("Anyone with the link");
  return html`<li data-test="invite-item" data-id=${invitation.id} data-state=${invitation.state}>
    <b class="cut"><bdi>${name}</bdi></b><span class=${`chip ${tone}`}>${icon(sign, "s")} ${words}</span>
    <span class="quiet cut">${inviteTerms(invitation, page.now)}</span>
    ${
      isOpen(invitation)
        ? button({
            test: "invite-revoke",
            look: "small bare",
            label: t("Revoke"),
            title: t("Revoke {name}’s invitation", { name }),
            popup: "dialog",
            busy: page.busy.has(`revoke ${invitation.id}`),
            press: () => act.revoke(invitation),
          })
        : nothing
    }
  </li>`;
}

/** @param {PageState} page @param {Act} act */
function form(page, act) {
  const { validity, minutes, reusable, name } = page.forms.invite;
  const reason =
    secondsOf(page.forms.invite) === null ? t("Enter a number of minutes from 1 to {most}.", { most: LONGEST }) : "";
  const busy = page.busy.has("invite");
  const option = (/** @type {string} */ value, /** @type {string} */ words) =>
    html`<option value=${value} .selected=${live(value === validity)}>${words}</option>`;
  const value = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).value;
  const create = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!reason && !busy) act.createInvitation();
  };
  return html`<form class="invitation-form" @submit=${create}>
    <div class="field"><label for="invite-name">${t("Client’s name")} <span
      class="quiet">${t("optional")}</span></label>
      <input class="input" id="invite-name" data-test="invite-name" data-most="200" autocomplete="off"
        .value=${live(name)} @input=${(/** @type {Event} */ event) => act.inviting({ name: value(event) })}></div>
    <div class="field"><label for="invite-validity">${t("Valid for")}</label>
      <select class="select" id="invite-validity" data-test="invite-validity"
        @change=${(/** @type {Event} */ event) => act.inviting({ validity: value(event) })}>
        ${option("3600", t("1 hour"))}${option("86400", t("1 day"))}${option(
          "604800",
          t("7 days"),
        )}${option("custom", t("Custom"))}</select></div>
    ${
      validity === "custom"
        ? html`<div class="field"><label for="invite-minutes">${t("Minutes")}</label>
      <input class="input" id="invite-minutes" data-test="invite-minutes" type="number" inputmode="numeric" min="1"
        max=${LONGEST} aria-invalid=${reason ? "true" : nothing} aria-describedby=${reason ? "invite-why" : nothing}
        .value=${live(minutes)}
          @input=${(/** @type {Event} */ event) => act.inviting({ minutes: value(event) })}></div>`
        : nothing
    }
    <label class="tick"><input type="checkbox" data-test="invite-reusable" .checked=${live(reusable)}
      @change=${(/** @type {Event} */ event) =>
        act.inviting({ reusable: /** @type {HTMLInputElement} */ (event.currentTarget).checked })}>
      <span>${t("Reusable: any number of clients until it expires")}</span></label>
    <div class="form-actions"><span class="why" id="invite-why">${reason}</span>
      <button class="btn main" data-test="invite-create" aria-disabled=${reason || busy ? "true" : nothing}
        aria-busy=${busy ? "true" : nothing}
        aria-describedby=${
          reason ? "invite-why" : nothing
        }>${icon("link", "s")} ${t("Create invitation")}</button></div>
  </form>`;
}

/** @param {PageState} page @param {Act} act */
export function invite(page, act) {
  const session = page.about ? page.desk?.sessions[page.about] : undefined;
  const own = page.desk?.invitations ?? [];
  const title = session ? t("Invite {name}", { name: firstName(session) }) : t("Invite a client");
  return dialog(
    { test: "invite-dialog", look: "invitations", title, closeTest: "invite-close", close: act.shut },
    html`
    <div class="invitations__body">
      ${refusal(page)}
      ${
        page.made
          ? made(page, act, page.made)
          : html`<p class="hint">${t("Opens a video call with you, and only you.")}</p>${form(page, act)}`
      }
      ${
        own.length
          ? html`<section>${section(t("Your invitations"))}<ul class="invitation-list">${repeat(
              own,
              ({ id }) => id,
              (each) => entry(page, act, byNow(each, page.now)),
            )}</ul></section>`
          : nothing
      }
    </div>`,
  );
}
