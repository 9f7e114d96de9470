// All texts people read, in their language; English is the key. A bundle adds the translations of its own texts; where
// modules aren't in bundles, the page carries all of its texts in one element.

/**
 * Texts by their English. A text that depends on a number is stored under its English singular, with its forms in the
 * order of `plurals`: a number that takes each form.
 * @typedef {{language?: string, plurals?: number[], texts?: Record<string, string | string[]>}} Catalogue
 */

/** @type {Required<Catalogue>} */
let catalogue = { language: "en", plurals: [], texts: {} };
let plural = new Intl.PluralRules("en");

/**
 * Sets the page's language and texts. An unknown language uses English plurals.
 * @param {Catalogue} given
 */
export function setCatalogue({ language = "en", plurals = [], texts = {} }) {
  catalogue = { language, plurals, texts };
  plural = new Intl.PluralRules(Intl.PluralRules.supportedLocalesOf(language)[0] ?? "en");
}

/** Adds the texts of a part of the page; the first part names the language. @param {Catalogue} given */
export const addTexts = (given) =>
  setCatalogue({ ...catalogue, ...given, texts: { ...catalogue.texts, ...given.texts } });

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
 * A text that means something else than the same English elsewhere: `context` says what, to translators alone.
 * @param {string} context
 * @param {string} text
 */
export function pgettext(context, text) {
  const translated = catalogue.texts[`${context}\u0004${text}`];
  return typeof translated === "string" ? translated : text;
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
  return fill(Array.isArray(forms) ? formFor(forms, n) : n === 1 ? one : many, { n, ...values }).join("");
}

/** The last form serves whatever no other does: fractions. @param {string[]} forms @param {number} n */
function formFor(forms, n) {
  const category = plural.select(n);
  return forms[catalogue.plurals.findIndex((sample) => plural.select(sample) === category)] ?? forms[forms.length - 1];
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

const carried = globalThis.document?.getElementById?.("texts");
if (carried) setCatalogue(JSON.parse(carried.textContent ?? "{}"));
