// What was pasted or dropped, by what is meant. Office programs put a picture of the cells beside the text that was copied: the
// text is meant then. A browser's picture brings its address as text, a file manager's file its name: the file is meant.

/**
 * The files that are meant; none when text is.
 * @param {DataTransfer | null | undefined} transfer of a paste or a drop
 * @returns {File[]}
 */
export function filesOf(transfer) {
  const files = [...(transfer?.files ?? [])];
  if (!files.length || !transfer) return [];
  const text = linesOf(transfer.getData("text/plain"));
  const known = new Set([...files.map(({ name }) => name), ...linesOf(transfer.getData("text/uri-list"))]);
  // A file manager that hides endings has no markup beside the name; office programs always have.
  if (!transfer.getData("text/html")) for (const { name } of files) known.add(name.replace(/\.[^.]*$/, ""));
  return text.every((line) => known.has(line) || known.has(line.split(/[\\/]/).pop() ?? "")) ? files : [];
}

/** @param {string} text */
const linesOf = (text) => text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
