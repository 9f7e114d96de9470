// lit-html touches the document when it is loaded; a test of words and order needs no page. Import this before any
// view.

globalThis.document ??= {
  createTreeWalker: () => ({}),
  createComment: () => ({}),
  addEventListener() {},
  removeEventListener() {},
};

/** The words of what would be rendered, without tags. */
export function words(value) {
  if (
    value === null ||
    value === undefined ||
    typeof value === "symbol" ||
    typeof value === "function" ||
    value?._$litDirective$
  )
    return "";
  if (Array.isArray(value)) return value.map(words).join("");
  if (!value._$litType$) return String(value);
  const markup = value.strings
    .map((piece, index) => piece + (index in value.values ? words(value.values[index]) : ""))
    .join("");
  return markup.replace(/<[^>]*>/g, "");
}
