// lit-html touches the document when it is loaded; a test of words and order needs no page. Import this before any
// view.

globalThis.document ??= {
  createTreeWalker: () => ({}),
  createComment: () => ({}),
  addEventListener() {},
  removeEventListener() {},
};

/** The words of what would be rendered, without tags. */
export const words = (value) => markup(value).replace(/<[^>]*>/g, "");

/** What would be rendered, with tags and attributes. */
export function markup(value) {
  if (
    value === null ||
    value === undefined ||
    typeof value === "symbol" ||
    typeof value === "function" ||
    value?._$litDirective$
  )
    return "";
  if (Array.isArray(value)) return value.map(markup).join("");
  if (!value._$litType$) return String(value);
  return value.strings
    .map((piece, index) => piece + (index in value.values ? markup(value.values[index]) : ""))
    .join("");
}
