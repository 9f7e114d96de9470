/* Whether this browser is ready for work: camera, microphone, notifications, sound by itself (C12).
   Looks and tests on demand; never asks for anything until the operator presses a button. */

import { tone } from "./notify.js";
import { t } from "./ui/text.js";

/** @typedef {"camera" | "microphone" | "notifications" | "autoplay"} Need */
/** @typedef {"ok" | "blocked" | "unknown"} Fitness */
/** @typedef {Record<Need, {state: Fitness, more: string}>} Readiness */

/** The order of the dialog. @type {Need[]} */
export const NEEDS = ["camera", "microphone", "autoplay", "notifications"];

/** @type {Record<string, Fitness>} */
const FITNESS = { granted: "ok", denied: "blocked", prompt: "unknown", default: "unknown" };

/** Nothing is known yet. @returns {Readiness} */
export const unknownReadiness = () => ({
  camera: { state: "unknown", more: "" },
  microphone: { state: "unknown", more: "" },
  notifications: { state: "unknown", more: "" },
  autoplay: { state: "unknown", more: "" },
});

/** What stands in the way of work, in the order of the dialog. @param {Readiness} ready @returns {Need[]} */
export const blockedDevices = (ready) => NEEDS.filter((need) => ready[need].state === "blocked");

/** The chip in the top bar, in words. @param {Need[]} blocked */
export function readyTitle(blocked) {
  if (blocked.length > 1) return t("{n} things are blocked", { n: blocked.length });
  return {
    none: t("Browser ready"),
    camera: t("The camera is blocked"),
    microphone: t("The microphone is blocked"),
    notifications: t("Notifications are blocked"),
    autoplay: t("Sound is blocked"),
  }[blocked[0] ?? "none"];
}

/**
 * Follows what the browser allows and tells of each change.
 * @param {(need: Need, state: Fitness, more?: string) => void} tell
 */
export class Watch {
  /** @param {(need: Need, state: Fitness, more?: string) => void} tell */
  constructor(tell) {
    this.tell = tell;
  }

  /** Looks without asking, and keeps looking where the browser can tell. */
  async start() {
    for (const need of /** @type {const} */ (["camera", "microphone", "notifications"])) await this.follow(need);
    navigator.mediaDevices?.addEventListener("devicechange", () => this.nameDevices());
    const context = new AudioContext();
    this.tell("autoplay", context.state === "running" ? "ok" : "unknown");
    await context.close();
  }

  /** @param {"camera" | "microphone" | "notifications"} need */
  async follow(need) {
    try {
      const status = await navigator.permissions.query({ name: /** @type {PermissionName} */ (need) });
      const look = () => { this.tell(need, FITNESS[status.state]); this.nameDevices(); };
      status.addEventListener("change", look);
      look();
    } catch {
      if (need === "notifications" && "Notification" in globalThis) this.tell(need, FITNESS[Notification.permission]);
    }
  }

  /** Says which camera and microphone there are: the browser names them once they are allowed. */
  async nameDevices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    for (const [need, kind] of /** @type {[Need, string][]} */ ([["camera", "videoinput"], ["microphone", "audioinput"]])) {
      const label = devices.find((device) => device.kind === kind && device.label)?.label;
      if (label) this.tell(need, "ok", label);
    }
  }

  /** Tries one of them for real, asking when the browser has to. @param {Need} need */
  async test(need) {
    if (need === "notifications") {
      if (!("Notification" in globalThis)) return this.tell(need, "blocked", t("This browser has no notifications."));
      return this.tell(need, FITNESS[await Notification.requestPermission()]);
    }
    if (need === "autoplay") return this.tell(need, (await tone()) ? "ok" : "blocked");
    try {
      const stream = await navigator.mediaDevices.getUserMedia(need === "camera" ? { video: true } : { audio: true });
      const [track] = stream.getTracks();
      track.stop();
      this.tell(need, "ok", track.label);
    } catch (error) {
      this.tell(need, "blocked", failure(need, /** @type {DOMException} */ (error).name));
    }
  }
}

/** Why a device did not open, in words. @param {Need} need @param {string} name of the browser's error */
function failure(need, name) {
  if (name === "NotFoundError") return need === "camera" ? t("No camera is connected.") : t("No microphone is connected.");
  if (name === "NotReadableError") return t("Another program is using it.");
  return "";
}
