/* A past session, read-only: who, when, the result, and every message. */

import { html, nothing } from "../../../vendor/lit.js";
import { hasOlder } from "../../../state/session.js";
import { icon } from "../../icon.js";
import { t } from "../../text.js";
import { clockTime, day } from "../../time.js";
import { timeline } from "../../timeline.js";
import { deskLine } from "../conversation/operator_lines.js";
import { mailto } from "../mailto.js";
import { button, dialog, dotted, refusal } from "../components.js";
import { rated } from "../client/rating.js";
import { ownName } from "../own_names.js";
import { reader } from "../conversation/conversation.js";
import { firstName, fullName, kindWord } from "../words.js";

/** @import { OperatorSessionView } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** Files of a colleague's session open as usual, but only that colleague can change them.
 * @param {PageState} page @param {Pick<OperatorSessionView, "operator">} session */
export const isOwn = (page, session) => session.operator === page.desk?.me.name;

/** Ways to reach this client: an invitation, and the contact data they left.
 * @param {Act} act @param {OperatorSessionView} session */
const reach = (act, { client, widget }) => html`${
  client.phone
    ? html`<a class="btn small bare" data-test="past-phone"
      href=${`tel:${client.phone}`}>${icon("phone", "s")} <bdi>${client.phone}</bdi></a>`
    : nothing
}
  ${
    client.email
      ? html`<a class="btn small bare" data-test="past-email"
        href=${mailto(
          client.email,
          t("Your conversation with {place}", { place: widget }),
        )}>${icon("mail", "s")} ${t("E-mail")}</a>`
      : nothing
  }
  ${button({
    test: "past-invite",
    look: "small bare",
    icon: "link",
    label: t("Invite"),
    popup: "dialog",
    press: () => act.inviteAgain(client.name),
  })}`;

/** @param {PageState} page @param {Act} act @param {OperatorSessionView} session */
export function past(page, act, session) {
  const ended = session.ended_at ? ` – ${clockTime(session.ended_at)}` : "";
  const when = `${day(session.created_at, page.now)}, ${clockTime(session.created_at)}${ended}`;
  const facts = [
    t("Number {number}", { number: session.number }),
    kindWord(session),
    when,
    session.operator ?? "",
    ownName(page.desk, "results", session.result),
    ...(session.tags ?? []).map((tag) => ownName(page.desk, "tags", tag)),
  ];
  return dialog(
    {
      test: "past-dialog",
      look: "preview slim past-session",
      title: fullName(session),
      closeTest: "past-close",
      close: act.shut,
    },
    html`
    <p class="past-session__about">${dotted(facts)}</p>${refusal(page)}${rated(session.rating, "past-rating")}
    <div class="past-session__conversation" tabindex="0" aria-label=${t("Conversation")}>
      ${
        hasOlder(session)
          ? button({
              test: "past-earlier",
              look: "small bare",
              label: t("Earlier messages"),
              busy: page.busy.has(`earlier ${session.id}`),
              press: act.readEarlier,
            })
          : nothing
      }
      ${timeline({
        view: session,
        me: "operator",
        now: page.now,
        ...reader(page),
        client: firstName(session),
        operator: page.desk?.me.name,
        lines: deskLine,
        onFile: act.look,
        fileUrl: (file) => page.addresses[file.id],
        onLapsed: (file) => act.lapsed(file.id),
      })}</div>
    <footer><span>${t("Read only. The client won’t know.")}</span><span
      class="preview__actions">${reach(act, session)}${button({ label: t("Close"), press: act.shut })}</span></footer>`,
  );
}
