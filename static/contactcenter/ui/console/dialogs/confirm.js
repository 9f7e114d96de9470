/* The confirmation dialog. */

import { html } from "../../../vendor/lit.js";
import { t } from "../../text.js";
import { button, dialog } from "../components.js";

/** @import { Act } from "../../../console/page_state.js" */

/** Asks for confirmation. @param {Act} act @param {import("../../../console/page_state.js").Question} question */
export const sure = (act, question) =>
  dialog(
    { test: "confirm-dialog", look: "confirm", title: question.title, alert: true, close: act.shut },
    html`
  <p class="confirm__body">${question.text}</p>
  <footer>${button({ test: "confirm-no", label: t("Cancel"), press: act.shut })}${button({
    test: "confirm-yes",
    look: "stop",
    label: question.yes,
    press: () => {
      act.shut();
      question.act();
    },
  })}</footer>`,
  );
