// Why a device doesn't work, in the terms of C5. Pure: everything the browser knows is an argument.

/** @typedef {import("../../wire/protocol.js").DeviceState} DeviceState */
/** @typedef {"microphone" | "camera"} Device */

/** A refusal faster than this wasn't a person's. */
const REFLEX_MILLISECONDS = 80;

/**
 * Whether the page around us allows the device; null if the browser doesn't say.
 * @param {Device} device
 * @param {Pick<Document, "permissionsPolicy" | "featurePolicy" | "defaultView"> | undefined} document
 * @returns {boolean | null}
 */
export function pageAllows(device, document) {
  const policy = document?.permissionsPolicy ?? document?.featurePolicy;
  if (policy?.allowsFeature) return policy.allowsFeature(device);
  const view = document?.defaultView;
  return view && view.parent !== view ? null : true;
}

/**
 * Whether the person closed the browser's question without an answer: only then asking again helps.
 * @param {unknown} error what getUserMedia rejected with
 * @param {{allowed: boolean | null, permission: PermissionState | null, took: number}} facts as for `trouble`
 */
export function dismissed(error, { allowed, permission, took }) {
  const { name = "", message = "" } = /** @type {{name?: string, message?: string}} */ (error ?? {});
  if (name !== "NotAllowedError" || allowed === false || permission === "denied" || /system/i.test(message))
    return false;
  return /dismissed/i.test(message) || (permission === "prompt" && took >= REFLEX_MILLISECONDS);
}

/**
 * The device state after a refused or failed opening.
 * @param {unknown} error what getUserMedia rejected with
 * @param {object} facts
 * @param {boolean | null} facts.allowed by the page around us
 * @param {PermissionState | null} facts.permission of this device, null when the browser does not say
 * @param {number} facts.took milliseconds until the refusal
 * @returns {DeviceState}
 */
export function trouble(error, { allowed, permission, took }) {
  const { name = "", message = "" } = /** @type {{name?: string, message?: string}} */ (error ?? {});
  if (name === "NotFoundError" || name === "OverconstrainedError") return "no-device";
  if (name === "NotReadableError" || name === "AbortError") return "in-use";
  if (/system/i.test(message)) return "blocked-system";
  if (name !== "NotAllowedError") return "blocked-page";
  return allowed === null && permission !== "denied" && took < REFLEX_MILLISECONDS ? "blocked-page" : "blocked-person";
}
