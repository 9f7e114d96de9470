/* Whether this browser is ready for work: camera, microphone, notifications, autoplay (C12). Checks and tests on
   demand; never asks for a permission until the operator presses a button. */

import { UNANSWERED } from "../call/devices/get_user_media.js";
import { tone } from "../lib/notify.js";
import { browserOf, whereToLook } from "../ui/device_steps.js";
import { t, tn } from "../ui/text.js";

/** Most browsers wait for a touch before a page may play sound by itself. */
const TOUCHES = ["pointerdown", "keydown"];

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

/** The problems, in the order of the dialog. @param {Readiness} ready @returns {Need[]} */
export const blockedDevices = (ready) => NEEDS.filter((need) => ready[need].state === "blocked");

/** The permissions still to be asked for. Sound isn't asked for: the first touch allows it.
 * @param {Readiness} ready @returns {Need[]} */
export const unasked = (ready) => NEEDS.filter((need) => need !== "autoplay" && ready[need].state === "unknown");

/** The chip in the top bar, in words. @param {Need[]} blocked @param {Need[]} [open] what was not asked yet */
export function readyTitle(blocked, open = []) {
  if (!blocked.length && open.length) return tn("{n} to allow", "{n} to allow", open.length);
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
 * Follows the browser's permissions and reports each change.
 * @param {(need: Need, state: Fitness, more?: string) => void} tell
 */
export class ReadinessWatch {
  #waiting = false;
  /** What did not open, whatever the browser's permission says. @type {Set<Need>} */ #failed = new Set();

  /** @param {(need: Need, state: Fitness, more?: string) => void} tell */
  constructor(tell) {
    /** The permissions the browser has granted. @type {Set<Need>} */
    this.allowed = new Set();
    /** @type {typeof tell} */
    this.tell = (need, state, more) => {
      if (state === "ok") this.allowed.add(need);
      else this.allowed.delete(need);
      tell(need, state, more);
    };
    /** @type {boolean | null | undefined} */
    this.sounds = undefined;
  }

  /** Checks without asking, and keeps watching if the browser supports it. */
  async start() {
    for (const need of /** @type {const} */ (["camera", "microphone", "notifications"])) await this.follow(need);
    navigator.mediaDevices?.addEventListener("devicechange", () => this.nameDevices());
    this.heard((await plays()) || null);
  }

  /** Whether the last sound played; null: unknown yet. @param {boolean | null} heard */
  heard(heard) {
    if (this.sounds === heard) return;
    this.sounds = heard;
    this.tell("autoplay", heard ? "ok" : heard === null ? "unknown" : "blocked");
    if (!heard) this.#lookAtTouch();
  }

  /** A touch lifts the usual block: checks again then, once. */
  #lookAtTouch() {
    if (this.#waiting) return;
    this.#waiting = true;
    const look = async () => {
      for (const type of TOUCHES) removeEventListener(type, look, true);
      this.#waiting = false;
      if (await plays()) this.heard(true);
    };
    for (const type of TOUCHES) addEventListener(type, look, true);
  }

  /** @param {"camera" | "microphone" | "notifications"} need */
  async follow(need) {
    try {
      const status = await navigator.permissions.query({ name: /** @type {PermissionName} */ (need) });
      const look = () => {
        this.#failed.delete(need);
        this.tell(need, FITNESS[status.state]);
        this.nameDevices();
      };
      status.addEventListener("change", look);
      look();
    } catch {
      if (need === "notifications" && "Notification" in globalThis) this.tell(need, FITNESS[Notification.permission]);
    }
  }

  /** Names the camera and microphone: the browser tells their names once they're allowed. */
  async nameDevices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    for (const [need, kind] of /** @type {[Need, string][]} */ ([
      ["camera", "videoinput"],
      ["microphone", "audioinput"],
    ])) {
      const label = devices.find((device) => device.kind === kind && device.label)?.label;
      if (label && !this.#failed.has(need)) this.tell(need, "ok", label);
    }
  }

  /** Tries one of them for real, asking if the browser has to. @param {Need} need */
  async test(need) {
    if (need === "notifications") return this.#testNotice();
    if (need === "autoplay") return this.heard((await tone()) !== null);
    if (!navigator.mediaDevices)
      return this.tell(need, "blocked", t("This page needs an https address. Ask your administrator."));
    if (!this.allowed.has(need)) this.tell(need, "unknown", t("Answer your browser’s question at the address bar."));
    const late = setTimeout(() => this.tell(need, "unknown", whereToLook(browserOf(navigator.userAgent))), UNANSWERED);
    try {
      const stream = await navigator.mediaDevices.getUserMedia(need === "camera" ? { video: true } : { audio: true });
      const [track] = stream.getTracks();
      track.stop();
      this.#failed.delete(need);
      this.tell(need, "ok", track.label);
    } catch (error) {
      this.#failed.add(need);
      this.tell(need, "blocked", failure(need, /** @type {DOMException} */ (error)));
    } finally {
      clearTimeout(late);
    }
  }

  /** Asks, and shows a notification: the system may suppress what the browser allows. */
  async #testNotice() {
    if (!("Notification" in globalThis))
      return this.tell("notifications", "blocked", t("This browser doesn’t support notifications."));
    if (Notification.permission === "default")
      this.tell("notifications", "unknown", t("Answer your browser’s question at the address bar."));
    const state = FITNESS[await Notification.requestPermission()];
    if (state === "unknown")
      return this.tell(
        "notifications",
        state,
        t("You closed the question without answering. Test again and choose Allow."),
      );
    if (state !== "ok") return this.tell("notifications", state);
    try {
      new Notification(t("This is how new clients are announced"), { tag: "contactcenter-test" });
      this.tell(
        "notifications",
        state,
        t(
          "A test notification is on its way. Can’t see it? Allow this browser in your system’s notification settings.",
        ),
      );
    } catch {
      this.tell("notifications", "blocked", t("This browser doesn’t support notifications."));
    }
  }
}

/** Whether a sound would play right now, without playing any. */
async function plays() {
  const context = new AudioContext();
  await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
  const { state } = context;
  await context.close();
  return state === "running";
}

/** Why a device didn't open, and what to do; empty if the person said no: the steps say what to do then.
 * @param {Need} need @param {{name: string, message: string}} error */
export function failure(need, { name, message }) {
  const camera = need === "camera";
  if (name === "NotFoundError")
    return camera
      ? t("No camera is connected. Plug one in and test again.")
      : t("No microphone is connected. Plug one in and test again.");
  if (name === "NotReadableError") return t("Another program is using it. Close that program and test again.");
  // Chrome's own words are the only sign that the system, not the person, said no.
  if (name === "NotAllowedError" && /system/i.test(message)) {
    return camera
      ? t("Your system blocks the camera. Allow this browser in its privacy settings, then test again.")
      : t("Your system blocks the microphone. Allow this browser in its privacy settings, then test again.");
  }
  return "";
}
