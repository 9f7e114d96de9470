// Files in words and icons. Knows nothing of storage or download.

import { language, t } from "./text.js";

/** The accepted types for a file picker: a phone offers its camera, and converts its own picture formats to one of
 * these. */
export const ACCEPT =
  "image/png,image/jpeg,image/gif,image/webp,image/avif,image/bmp,image/tiff,.jfif,.heic,video/*,audio/*,application/pdf,text/plain,.csv,.md,.log,.zip,.docx,.xlsx,.pptx,.odt,.ods";

const UNITS = ["B", "KB", "MB", "GB"];

/**
 * "412 KB", "1.5 MB".
 * @param {number} bytes
 */
export function size(bytes) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  const value = bytes / 1024 ** step;
  const digits = step > 1 && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value)} ${UNITS[step]}`;
}

/**
 * A picture's width and height, in this order also where reading runs from right to left.
 * @param {number} width
 * @param {number} height
 */
export const pixels = (width, height) => `\u2066${width} × ${height}\u2069`;

/**
 * Whether browsers show it as a picture.
 * @param {{mime: string}} file
 */
export const isPicture = ({ mime }) => /^image\/(png|jpeg|gif|webp|avif)$/.test(mime);

/**
 * The site a link leads to.
 * @param {{url: string}} link
 */
export function site({ url }) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/**
 * Whether operator and client can look at it together.
 * @param {{mime: string}} file
 */
export const canLook = ({ mime }) => /^image\/(png|jpeg|gif|webp)$/.test(mime) || mime === "application/pdf";

/**
 * Its kind in a word or two.
 * @param {{mime: string, kind?: string}} file
 */
export function kind({ mime, kind }) {
  if (kind === "link") return t("Link");
  if (kind === "snapshot") return t("Snapshot");
  if (mime.startsWith("image/")) return t("Picture");
  if (mime.startsWith("video/")) return t("Video");
  if (mime.startsWith("audio/")) return t("Sound");
  if (mime === "application/pdf") return "PDF";
  return t("File");
}

/**
 * Its icon.
 * @param {{mime: string, kind?: string}} file
 * @returns {import("./icon.js").IconName}
 */
export function sign({ mime, kind }) {
  if (kind === "link") return "link";
  if (mime.startsWith("image/")) return "image";
  if (mime.startsWith("video/")) return "video";
  if (mime.startsWith("audio/")) return "volume-2";
  return "file-text";
}
