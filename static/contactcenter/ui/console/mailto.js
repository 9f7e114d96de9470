/* A mail started in the operator's own mail program. */

/** @param {string} to an address, or empty @param {string} subject @param {string} [body] */
export function mailto(to, subject, body = "") {
  const fields = [
    ["subject", subject],
    ["body", body],
  ]
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `mailto:${encodeURIComponent(to).replaceAll("%40", "@")}?${fields.join("&")}`;
}
