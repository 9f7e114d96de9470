// A device's problem and what to do about it, in the reader's browser. Words only; device_help.js renders them.

import { t } from "./text.js";

/** @typedef {import("../wire/protocol.js").DeviceState} DeviceState */
/** @typedef {"microphone" | "camera"} Device */
/** @typedef {"chrome" | "edge" | "firefox" | "safari"} Browser */
/** @typedef {"windows" | "mac" | "linux" | "android" | "ios"} System */
/** @typedef {{browser: Browser, phone: boolean, system: System}} Reader whose steps they are */

/** @param {DeviceState} state @returns {boolean} there is something the client should know */
export const inTrouble = (state) =>
  ["blocked-person", "blocked-page", "blocked-system", "no-device", "in-use", "lost"].includes(state);

/** @param {string} agent the browser's user agent @returns {Reader} */
export function browserOf(agent) {
  const browser = /Edg/.test(agent)
    ? "edge"
    : /Firefox|FxiOS/.test(agent)
      ? "firefox"
      : /Chrome|CriOS/.test(agent)
        ? "chrome"
        : "safari";
  const system = /iPhone|iPad/.test(agent)
    ? "ios"
    : /Android/.test(agent)
      ? "android"
      : /Mac OS X/.test(agent)
        ? "mac"
        : /Windows/.test(agent)
          ? "windows"
          : "linux";
  return { browser, phone: /Android|iPhone|iPad|Mobi/.test(agent), system };
}

/** Where to find a question that nobody has answered yet. @param {Reader} reader @returns {string} */
export function whereToLook({ browser, phone }) {
  const where = phone
    ? t("Your browser asks on this page, your system on top of it: choose Allow.")
    : browser === "safari"
      ? t("Your browser asks in the middle of its window, your system in its own window: choose Allow.")
      : t("Your browser asks at the left of its address bar, your system in its own window: choose Allow.");
  return `${where} ${t("No question? The device is still starting.")}`;
}

/** @param {Device} device @param {DeviceState} state @param {boolean} [silenced] it is on, and muted by the system
 * @returns {string} */
export function title(device, state, silenced = false) {
  const camera = device === "camera";
  if (silenced)
    return camera
      ? t("Your camera is muted by your system or by a switch")
      : t("Your microphone is muted by your system or by a switch");
  switch (state) {
    case "blocked-person":
      return camera ? t("Your camera is blocked for this site") : t("Your microphone is blocked for this site");
    case "blocked-page":
      return camera ? t("This website doesn’t allow the camera") : t("This website doesn’t allow the microphone");
    case "blocked-system":
      return camera ? t("Your system blocks the camera") : t("Your system blocks the microphone");
    case "in-use":
      return camera ? t("Another program is using your camera") : t("Another program is using your microphone");
    case "lost":
      return camera ? t("Your camera was disconnected") : t("Your microphone was disconnected");
    case "asking":
      return camera ? t("Your browser is asking for the camera") : t("Your browser is asking for the microphone");
    case "granted":
      return camera ? t("Your camera works") : t("Your microphone works");
    case "not-asked":
    case "off":
    case "muted":
      return camera ? t("How to allow the camera") : t("How to allow the microphone");
    default:
      return camera ? t("No camera was found") : t("No microphone was found");
  }
}

/** The browser's question was closed without an answer. @param {Device} device @returns {string} */
export const dismissedTitle = (device) =>
  device === "camera" ? t("Your camera isn’t allowed yet") : t("Your microphone isn’t allowed yet");

/** How to lift the person's block. @param {boolean} camera @param {Reader} reader */
function unblock(camera, { browser, phone, system }) {
  const allow = camera ? t("Allow the camera.") : t("Allow the microphone.");
  if (system === "ios" && browser !== "safari")
    return [
      t("Open Settings on your phone and choose this browser."),
      camera ? t("Turn on Camera.") : t("Turn on Microphone."),
    ];
  if (browser === "safari") {
    return phone
      ? [
          t("Press the page icon at the left of the address bar, then the three dots."),
          t("Choose Website Settings."),
          allow,
        ]
      : [t("Open Safari in the menu bar and choose Settings for this website."), allow];
  }
  if (phone) {
    return browser === "firefox"
      ? [
          t("Press the lock in the address bar."),
          camera ? t("Press Camera until it says Allowed.") : t("Press Microphone until it says Allowed."),
        ]
      : [t("Press the icon at the left of the address bar."), t("Choose Permissions."), allow];
  }
  if (browser === "firefox")
    return [
      t("Click the crossed-out icon at the left of the address bar."),
      t("Press the cross beside it to remove the block."),
      t("Turn it on again below the picture."),
    ];
  if (browser === "edge")
    return [t("Click the lock at the left of the address bar."), t("Choose Permissions for this site."), allow];
  return [
    t("Click this icon at the left of the address bar."),
    camera ? t("Turn on Camera.") : t("Turn on Microphone."),
  ];
}

/** Where the system's own permission is. @param {boolean} camera @param {Reader} reader */
function system(camera, { system }) {
  const let_ = camera ? t("Let your browser use the camera.") : t("Let your browser use the microphone.");
  switch (system) {
    case "windows":
      return [
        t("Open the Start menu, Settings, Privacy and security."),
        camera ? t("Choose Camera.") : t("Choose Microphone."),
        let_,
      ];
    case "mac":
      return [
        t("Open the Apple menu, System Settings, Privacy and Security."),
        camera ? t("Choose Camera.") : t("Choose Microphone."),
        let_,
      ];
    case "android":
      return [t("Open Settings, Apps, and your browser."), t("Choose Permissions."), let_];
    case "ios":
      return [t("Open Settings and choose your browser."), let_];
    default:
      return [t("Open your system’s privacy settings."), let_];
  }
}

/**
 * @param {Device} device
 * @param {DeviceState} state
 * @param {Reader} reader
 * @param {boolean} [silenced] it is on, and muted by the system
 * @returns {string[]} what to do, step by step
 */
export function steps(device, state, reader, silenced = false) {
  const camera = device === "camera";
  if (silenced)
    return camera
      ? [t("Open the camera’s shutter, or press the camera key on your keyboard.")]
      : [t("Look for a microphone key or switch on your keyboard, headset or computer, and press it.")];
  switch (state) {
    case "granted":
      return [];
    case "asking":
      return [t("Choose Allow when your browser asks."), whereToLook(reader)];
    case "blocked-page":
      return [t("You can continue without it, or ask the operator for another way.")];
    case "blocked-system":
      return system(camera, reader);
    case "in-use":
      return [t("Close the other program, for example another call."), t("Turn it on again below the picture.")];
    case "no-device":
    case "lost":
      return [t("Plug it in and check that it’s switched on.")];
    default:
      return unblock(camera, reader);
  }
}
