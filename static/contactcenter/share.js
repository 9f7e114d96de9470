// Files over HTTP: sending them with progress, and addresses to fetch them by. The socket tells what became of a file; this only carries bytes.

import { Fault } from "./outbox.js";
import { t } from "./ui/text.js";

/** @typedef {import("./protocol.js").ShareView} ShareView */
/** @typedef {() => Record<string, string>} Headers who asks: the client's token or the operator's CSRF token */

/**
 * Sends one file. Progress comes from `XMLHttpRequest` because `fetch` has none.
 * @param {object} upload
 * @param {File | Blob} upload.file
 * @param {string} upload.session
 * @param {"upload" | "snapshot"} [upload.kind]
 * @param {boolean} [upload.send] show it to the client at once
 * @param {string} [upload.name] for a `Blob` without one
 * @param {Headers} upload.headers
 * @param {(part: number) => void} [upload.onProgress] from 0 to 1
 * @param {() => XMLHttpRequest} [upload.request]
 * @returns {{done: Promise<ShareView>, cancel: () => void}} `done` rejects with `Fault`; its code is `share.cancelled` after `cancel()`
 */
export function upload({ file, session, kind = "upload", send = false, name, headers, onProgress, request = () => new XMLHttpRequest() }) {
  const sending = request();
  const form = new FormData();
  form.append("session", session);
  form.append("kind", kind);
  form.append("send", send ? "1" : "0");
  form.append("file", file, name ?? (file instanceof File ? file.name : "file"));
  const done = new Promise((resolve, reject) => {
    sending.upload.onprogress = ({ loaded, total }) => onProgress?.(total ? loaded / total : 0);
    sending.onload = () => {
      const answer = sending.response ?? {};
      if (sending.status < 300 && answer.share) resolve(answer.share);
      else reject(refusal(answer, sending.status));
    };
    sending.onerror = () => reject(new Fault("share.unreachable", t("The file did not arrive. Check your connection and send it again."), true));
    sending.onabort = () => reject(new Fault("share.cancelled", t("You stopped the upload.")));
  });
  sending.open("POST", "/share/upload/");
  sending.responseType = "json";
  for (const [header, value] of Object.entries(headers())) sending.setRequestHeader(header, value);
  sending.send(form);
  return { done, cancel: () => sending.abort() };
}

/**
 * A short-lived address of one file.
 * @param {string} share
 * @param {{headers: Headers, inline?: boolean, fetch?: typeof globalThis.fetch}} options `inline` to show it, otherwise to save it
 * @returns {Promise<{url: string, seconds: number}>} rejects with `Fault`
 */
export async function address(share, { headers, inline = false, fetch = globalThis.fetch }) {
  const place = `/share/${encodeURIComponent(share)}/address/${inline ? "?inline=1" : ""}`;
  const response = await fetch(place, { headers: headers() }).catch(() => null);
  if (!response) throw new Fault("share.unreachable", t("The file cannot be reached. Check your connection and try again."), true);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw refusal(answer, response.status);
  return answer;
}

/**
 * @param {{code?: string, text?: string}} answer
 * @param {number} status
 */
function refusal({ code, text }, status) {
  if (code && text) return new Fault(code, text);
  if (status === 413) return new Fault("share.too_large", t("The file is too large."));
  return new Fault("share.failed", t("The file was not accepted."), status >= 500);
}
