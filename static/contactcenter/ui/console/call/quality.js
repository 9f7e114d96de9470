/* The connection quality of a past call, for each side: a strip over its time and the figures in words (C13). Rendered
   from the records as they are; nothing is fetched before somebody looks. */

import { html, nothing, svg } from "../../../vendor/lit.js";
import { t, tn } from "../../text.js";
import { decimal, duration } from "../../time.js";

/** @import { CallView, QualityRecord, QualitySample } from "../../../wire/protocol.js" */
/** @import { Act, PageState } from "../../../console/page_state.js" */

const WIDTH = 300;
const HEIGHT = 24;
/** The height of a sample by its level: good, weak, bad, away. */
const TALL = [4, 12, 20, 24];
const LEVELS = ["good", "weak", "bad", "away"];

/** @param {QualityRecord[]} records */
const seconds = (records) => records.reduce((sum, { every, samples }) => sum + every * samples.length, 0);

/** The samples of one side over the time of the call, as bars.
 * @param {QualityRecord[]} records @param {string} words */
function strip(records, words) {
  const began = Date.parse(records[0].began_at);
  const last = records[records.length - 1];
  const whole = Math.max(1, (Date.parse(last.began_at) - began) / 1000 + last.every * last.samples.length);
  const bars = records.flatMap(({ began_at, every, samples }) => {
    const start = (Date.parse(began_at) - began) / 1000;
    return samples.map((sample, index) => {
      const x = ((start + index * every) / whole) * WIDTH;
      const tall = TALL[sample.level];
      return svg`<rect class=${LEVELS[sample.level]} x=${x.toFixed(1)} y=${HEIGHT - tall}
        width=${Math.max(0.5, (every / whole) * WIDTH - 0.5).toFixed(1)} height=${tall}></rect>`;
    });
  });
  return html`<svg class="call-quality__strip" role="img" aria-label=${words} viewBox="0 0 300 24"
    preserveAspectRatio="none">${bars}</svg>`;
}

/** @param {QualitySample[]} samples @param {"loss" | "delay"} what */
const mean = (samples, what) => samples.reduce((sum, sample) => sum + sample[what], 0) / samples.length;

/** @param {QualityRecord[]} records */
function figures(records) {
  const samples = records.flatMap((record) => record.samples);
  const troubled = records.reduce(
    (sum, record) => sum + record.every * record.samples.filter(({ level }) => level > 0).length,
    0,
  );
  return [
    troubled ? tn("weak for {n} second", "weak for {n} seconds", troubled) : t("good throughout"),
    t("{part} % lost", { part: decimal(mean(samples, "loss") / 10) }),
    t("{n} ms round trip", { n: Math.round(mean(samples, "delay")) }),
    records.some(({ relayed }) => relayed) ? t("through the relay") : t("direct"),
  ].join(" · ");
}

/** @param {QualityRecord[]} records @param {string} who */
function line(records, who) {
  if (!records.length) return html`<p class="hint">${t("{who}: nothing recorded.", { who })}</p>`;
  const words = figures(records);
  return html`<figure class="call-quality"><figcaption>${who} <span
    class="num">${duration(seconds(records) * 1000)}</span></figcaption>${strip(records, `${who}: ${words}`)}<p
    class="hint">${words}</p></figure>`;
}

/** The details below a past call.
 * @param {PageState} page @param {Act} act @param {CallView} call @param {string} name the client's first name */
export function qualityOf(page, act, call, name) {
  if (!call.connected_at) return nothing;
  const records = page.qualities[call.id];
  const of = (/** @type {string} */ side) => records.filter((record) => record.side === side);
  return html`<details class="outcome__more" data-test="call-quality"
    @toggle=${(/** @type {Event} */ event) =>
      /** @type {HTMLDetailsElement} */ (event.currentTarget).open && act.quality(call.id)}>
    <summary>${t("Quality of the connection")}</summary>
    ${
      records
        ? [line(of("client"), t("Received by {name}", { name })), line(of("operator"), t("Received by you"))]
        : html`<p class="hint" data-say>${t("One moment.")}</p>`
    }
  </details>`;
}
