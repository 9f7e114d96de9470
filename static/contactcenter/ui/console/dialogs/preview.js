/* A waiting client, looked at before accepting (S2): all that the item has no room for. */

import { ENTRIES } from "../../../wire/constants.js";
import { html, nothing } from "../../../vendor/lit.js";
import { nameOf } from "../../display_names.js";
import { t, tn } from "../../text.js";
import { span } from "../../time.js";
import { languageName } from "../../language_name.js";
import { fact, link } from "../client/client_tab.js";
import { since } from "../durations.js";
import { button, dialog } from "../components.js";
import { deviceCheck } from "../lists/queue.js";
import { firstName, fullName, kindWord } from "../words.js";
import { callWindow } from "../client/callback_times.js";

/** @import { LogEvent, OperatorSessionView, SessionRedirected } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

/** Who redirected the client, and their note for the next operator (S5). @param {SessionRedirected} line */
const passed = ({ by, note }) =>
  html`<div class="note"><p>${
    nameOf(by.name) ? t("Redirected by {name}", { name: nameOf(by.name) }) : t("Redirected by a supervisor")
  }${note ? html`: <bdi>${note}</bdi>` : nothing}</p></div>`;

/** @param {PageState} page @param {Act} act @param {OperatorSessionView} session */
export function peek(page, act, session) {
  const { client, callback } = session;
  const lines = /** @type {LogEvent[]} */ (session.events);
  const written = lines
    .filter((event) => event.type === "message.posted" && event.by.role === "client")
    .map((event) => /** @type {import("../../../wire/protocol.js").MessagePosted} */ (event).text);
  const redirects = /** @type {SessionRedirected[]} */ (lines.filter((event) => event.type === "session.redirected"));
  const item = page.desk?.queue.find(({ id }) => id === session.id);
  const reason = item && page.desk ? item.refusal : t("Someone else took this client, or the client left.");
  const devices = ENTRIES[session.entry].checks_devices ? deviceCheck(session) : nothing;
  return dialog(
    {
      test: "preview-dialog",
      look: "preview slim",
      title: fullName(session),
      closeTest: "preview-close",
      close: act.shut,
    },
    html`
    <div class="preview__facts">
      ${redirects.slice(-1).map(passed)}
      <dl class="facts">
        ${fact(t("Contacted by"), kindWord(session))}${fact(
          t("Waiting"),
          item && span(since(item.since, page.now)),
        )}${fact(t("Topic"), client.topic && html`<bdi>${client.topic}</bdi>`)}
        ${fact(t("Call"), callback && callWindow(callback, session.created_at, page.now))}${fact(
          t("Phone"),
          (callback?.shown ?? client.phone) && html`<bdi class="num">${callback?.shown ?? client.phone}</bdi>`,
        )}
        ${fact(t("E-mail"), client.email && html`<bdi>${client.email}</bdi>`)}
        ${fact(t("Devices"), devices === nothing ? "" : html`<span class="preview__marks">${devices}</span>`)}
        ${fact(t("Page"), client.page.url && link(client.page.url, client.page.title))}${fact(
          t("Website"),
          html`<bdi>${session.widget}</bdi>`,
        )}
        ${fact(
          t("Browser"),
          [client.browser, client.os].filter(Boolean).join(" · "),
        )}${fact(t("Language"), client.language && languageName(client.language))}
        ${Object.entries(client.parameters ?? {}).map(([name, value]) =>
          fact(html`<bdi>${name}</bdi>`, html`<bdi>${value}</bdi>`),
        )}
        ${fact(t("Earlier"), client.earlier && tn("{n} session", "{n} sessions", client.earlier))}
        ${fact(
          t("Client away"),
          session.away &&
            (session.message
              ? t("{name} sees your answer after coming back.", { name: firstName(session) })
              : t("{name} has left the page.", { name: firstName(session) })),
        )}
      </dl>
      ${written.length ? html`<div class="preview__message"><bdi>${written.join("\n\n")}</bdi></div>` : nothing}
    </div>
    <footer><span id="peek-why">${reason}</span>${button({
      look: "main",
      label: t("Accept"),
      reason,
      reasonId: "peek-why",
      press: () => {
        act.shut();
        act.accept(session.id);
      },
    })}</footer>`,
  );
}
