// Files over HTTP: uploads with progress, and addresses for downloads. The socket reports what became of a file; this
// only transfers bytes.

import { Fault } from "../wire/outbox.js";
import { t } from "../ui/text.js";

const LONGEST = 20_000; // milliseconds; an address that is not answered by then is not answered

/** @typedef {import("../wire/protocol.js").ShareView} ShareView */
/** @typedef {import("../wire/protocol.js").LibraryView} LibraryView */
/** The server's answer. `direct`: where the bytes go instead.
 * @typedef {{id: string, direct: {url: string, fields: Record<string, string>} | null, share?: ShareView, item?:
 *   LibraryView}} Answer */
/** @typedef {() => Record<string, string>} Headers who asks: the client's token or the operator's CSRF token */
/**
 * The file, and its destination. `session` is empty for the library.
 * @typedef {object} Parcel
 * @property {File | Blob} file
 * @property {string} [session]
 * @property {boolean} [library] into the operator's own library
 * @property {"upload" | "snapshot"} [kind]
 * @property {boolean} [send] show it to the client at once
 * @property {string} [call] the call a snapshot was taken in
 * @property {"whiteboard"} [source] it was composed there
 * @property {{request: string, source: string}} [answer] the picture an operator asked for, and of what it is
 * @property {string} [name] for a `Blob` without one
 */

/**
 * Sends one file: asks whether it's accepted (a requested picture is), uploads it to us, or straight to the storage if
 * there is one (S3), and has it checked. Progress comes from `XMLHttpRequest` because `fetch` has none.
 * @param {Parcel & {headers: Headers, onProgress?: (part: number) => void, request?: () => XMLHttpRequest, fetch?:
 *   typeof globalThis.fetch}} parcel onProgress: from 0 to 1; at 1 the server checks the file
 * @returns {{done: Promise<ShareView | LibraryView>, cancel: () => void}} `done` rejects with `Fault`; its code is
 *   `share.cancelled` after `cancel()`
 */
export function upload({
  onProgress,
  headers,
  request = () => new XMLHttpRequest(),
  fetch = globalThis.fetch,
  ...parcel
}) {
  const stop = new AbortController();
  const { signal } = stop;
  const ask = (/** @type {string} */ place, /** @type {FormData} */ body) =>
    asked(place, { body, headers, signal, fetch });
  const progress = (/** @type {number} */ part) => signal.aborted || onProgress?.(part);
  return { done: carry(parcel, { ask, headers, signal, progress, request }), cancel: () => stop.abort() };
}

/**
 * @param {Parcel} parcel
 * @param {object} way
 * @param {(place: string, body: FormData) => Promise<Answer>} way.ask
 * @param {Headers} way.headers
 * @param {AbortSignal} way.signal
 * @param {(part: number) => void} way.progress
 * @param {() => XMLHttpRequest} way.request
 */
async function carry(
  { file, name = file instanceof File ? file.name : "file", ...rest },
  { ask, headers, signal, progress, request },
) {
  const words = { ...fields(rest), name };
  const { direct, id } = rest.answer
    ? { direct: null, id: "" }
    : await ask("/share/begin/", form({ ...words, size: String(file.size) }));
  const sent = direct
    ? await send({ place: direct.url, body: form(direct.fields, file), headers: {}, signal, progress, request })
    : await send({ place: "/share/upload/", body: form(words, file), headers: headers(), signal, progress, request });
  const answer = direct ? await ask("/share/complete/", form({ ...fields(rest), id })) : sent;
  const view = answer?.share ?? answer?.item;
  if (!view) throw refusal({}, 500);
  return view;
}

/** @param {Omit<Parcel, "file" | "name">} parcel @returns {Record<string, string>} */
const fields = ({ session = "", library = false, kind = "upload", send = false, call = "", source, answer }) => ({
  session,
  library: library ? "1" : "0",
  kind,
  send: send ? "1" : "0",
  call,
  ...(source && { source }),
  ...answer,
});

/** The file comes last: S3 reads nothing behind it.
 * @param {Record<string, string>} fields @param {File | Blob} [file] */
function form(fields, file) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  if (file) data.append("file", file, "file");
  return data;
}

/**
 * @param {{place: string, body: FormData, headers: Record<string, string>, signal: AbortSignal, progress: (part:
 *   number) => void, request: () => XMLHttpRequest}} options
 * @returns {Promise<Answer>}
 */
function send({ place, body, headers, signal, progress, request }) {
  const sending = request();
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(stopped());
    signal.addEventListener("abort", () => sending.abort());
    sending.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    sending.onload = () =>
      sending.status < 300 ? resolve(sending.response) : reject(refusal(sending.response ?? {}, sending.status));
    sending.onerror = () => reject(unreachable());
    sending.onabort = () => reject(stopped());
    sending.open("POST", place);
    sending.responseType = "json";
    for (const [header, value] of Object.entries(headers)) sending.setRequestHeader(header, value);
    sending.send(body);
  });
}

/** @param {string} place
 * @param {{body: FormData, headers: Headers, signal: AbortSignal, fetch: typeof globalThis.fetch}} options */
async function asked(place, { body, headers, signal, fetch }) {
  const response = await fetch(place, { method: "POST", body, headers: headers(), signal }).catch(() => null);
  if (signal.aborted) throw stopped();
  if (!response) throw unreachable();
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw refusal(answer, response.status);
  return answer;
}

/**
 * A short-lived address of one file.
 * @param {string} share
 * @param {{headers: Headers, form?: "save" | "show" | "small", library?: boolean, fetch?: typeof
 *   globalThis.fetch}} options form: to save it, to show it, or a picture's small version
 * @returns {Promise<{url: string, seconds: number}>} rejects with `Fault`
 */
export async function address(share, { headers, form = "save", library = false, fetch = globalThis.fetch }) {
  const query = { save: "", show: "?inline=1", small: "?small=1" }[form];
  const place = `/${library ? "library" : "share"}/${encodeURIComponent(share)}/address/${query}`;
  const response = await fetch(place, { headers: headers(), signal: AbortSignal.timeout(LONGEST) }).catch(() => null);
  if (!response)
    throw new Fault("share.unreachable", t("The file couldn’t be loaded. Check your connection and try again."), true);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw refusal(answer, response.status);
  return answer;
}

const stopped = () => new Fault("share.cancelled", t("You stopped the upload."));
const unreachable = () =>
  new Fault("share.unreachable", t("The file didn’t arrive. Check your connection and send it again."), true);

/**
 * @param {{code?: string, text?: string, retry?: boolean}} answer
 * @param {number} status
 */
function refusal({ code, text, retry = false }, status) {
  if (code && text) return new Fault(code, text, retry);
  if (status === 413) return new Fault("share.too_large", t("The file is too large."));
  return new Fault("share.failed", t("The file wasn’t accepted."), status >= 500);
}
