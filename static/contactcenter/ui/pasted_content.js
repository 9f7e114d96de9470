// Decides what was meant by a paste or drop. Office programs add a picture of the cells to copied text: the text is
// meant. A browser's picture has its address as text, a file manager's file its name: the file is meant.

/**
 * The files that are meant; none if text is.
 * @param {DataTransfer | null | undefined} transfer of a paste or a drop
 * @returns {File[]}
 */
export function filesOf(transfer) {
  const files = [...(transfer?.files ?? [])];
  if (!files.length || !transfer) return [];
  const text = linesOf(transfer.getData("text/plain"));
  const known = new Set([...files.map(({ name }) => name), ...linesOf(transfer.getData("text/uri-list"))]);
  // A file manager that hides extensions adds no markup to the name; office programs always do.
  if (!transfer.getData("text/html")) for (const { name } of files) known.add(name.replace(/\.[^.]*$/, ""));
  return text.every((line) => known.has(line) || known.has(line.split(/[\\/]/).pop() ?? "")) ? files : [];
}

/** @param {string} text */
const linesOf = (text) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
