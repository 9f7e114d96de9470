// All texts people read, in their language. Knows no page: the catalogue is passed in once, English is the key.

/**
 * Texts by their English. A text that depends on a number is stored under its English singular, with one form for each
 * plural category of the language.
 * @typedef {{language?: string, texts?: Record<string, string | Partial<Record<Intl.LDMLPluralRule,
 *   string>>>}} Catalogue
 */

/** @type {Required<Catalogue>} */
let catalogue = { language: "en", texts: {} };
let plural = new Intl.PluralRules("en");

/**
 * Sets the page's texts. An unknown language uses English plurals.
 * @param {Catalogue} given
 */
export function setCatalogue({ language = "en", texts = {} }) {
  catalogue = { language, texts };
  plural = new Intl.PluralRules(Intl.PluralRules.supportedLocalesOf(language)[0] ?? "en");
}

/** The language of the page as a BCP 47 tag. */
export const language = () => catalogue.language;

/**
 * A text with `{name}` filled in.
 * @param {string} text
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(text, values = {}) {
  return parts(text, values).join("");
}

/**
 * A text that depends on a number; `{n}` is the number.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function tn(one, many, n, values = {}) {
  const forms = catalogue.texts[one];
  const form = typeof forms === "object" ? (forms[plural.select(n)] ?? forms.other) : undefined;
  return fill(form ?? (n === 1 ? one : many), { n, ...values }).join("");
}

/**
 * Like `t`, in pieces, so that a value may be a part of a page (a name in bold) and languages can still order them as
 * they need.
 * @template V
 * @param {string} text
 * @param {Record<string, V>} values
 * @returns {(string | V)[]}
 */
export function parts(text, values) {
  const translated = catalogue.texts[text];
  return fill(typeof translated === "string" ? translated : text, values);
}

/**
 * @template V
 * @param {string} text
 * @param {Record<string, V>} values
 * @returns {(string | V)[]}
 */
function fill(text, values) {
  return text.split(/(\{\w+\})/).map((piece) => {
    const name = piece.slice(1, -1);
    return piece.startsWith("{") && Object.hasOwn(values, name) ? values[name] : piece;
  });
}
