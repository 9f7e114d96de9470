// A titled list of rows on the live board, as a table that becomes cards on a phone.

import { html, nothing } from "../../vendor/lit.js";

/** The address of a row's page, made from that of row 0. @param {string} address @param {number} key */
export const rowLink = (address, key) => address.replace("/0/", `/${key}/`);

/**
 * @param {{name: string, title: string, count?: number, heads: string[], empty: string, filled: boolean, rows: unknown,
 *   more?: unknown}} part `more`: stands between the title and the rows
 */
export function table({ name, title, count, heads, empty, filled, rows, more = nothing }) {
  const id = `roster-${name}`;
  return html`<section class=${`roster ${name}`} aria-labelledby=${id}>
    <h2 id=${id}>${title}${count === undefined ? nothing : html` <span class="roster__count num">${count}</span>`}</h2>
    ${more}
    ${
      filled
        ? html`<table aria-labelledby=${id}><thead><tr>${heads.map((head) =>
            head ? html`<th scope="col">${head}</th>` : html`<td></td>`,
          )}</tr></thead><tbody>${rows}</tbody></table>`
        : html`<p class="roster__empty">${empty}</p>`
    }
  </section>`;
}
