/* How to lift a block in the reader's browser. Words only; readiness.js renders them. `{bold}` parts are the browser's
   own words. */

import { t } from "../../text.js";

/** @import { Need } from "../../../console/readiness.js" */

/** @import { Browser } from "../../device_steps.js" */

/** The name of the setting. @param {Need} need @param {Browser} browser */
const setting = (need, browser) =>
  ({
    camera: t("Camera"),
    microphone: t("Microphone"),
    notifications: t("Notifications"),
    autoplay: browser === "firefox" ? t("Autoplay") : browser === "safari" ? t("Auto-Play") : t("Sound"),
  })[need];

/**
 * @param {Need} need
 * @param {{browser: Browser, phone: boolean}} reader
 * @returns {{text: string, bold: Record<string, string>}[]} sentences with their bold words
 */
export function readySteps(need, { browser, phone }) {
  const what = setting(need, browser);
  const again = { text: t("Come back here. This line changes by itself, or press Check again."), bold: {} };
  if (browser === "safari" && phone) {
    const page = {
      text: t("Press the page icon at the start of the address bar, then {settings}."),
      bold: { settings: t("Website Settings") },
    };
    if (need === "camera" || need === "microphone")
      return [page, { text: t("Choose {allow} beside {what}."), bold: { allow: t("Allow"), what } }, again];
    if (need === "notifications")
      return [
        { text: t("Add this page to the Home Screen and open it from there. Notifications work only then."), bold: {} },
      ];
    return [{ text: t("Touch the page once, then press Check again."), bold: {} }];
  }
  if (browser === "safari") {
    if (need === "notifications") {
      return [
        { text: t("Open {menu} in the menu bar, then {settings}."), bold: { menu: "Safari", settings: t("Settings") } },
        {
          text: t("Under {websites}, choose {what}, and {allow} for this address."),
          bold: { websites: t("Websites"), what, allow: t("Allow") },
        },
        again,
      ];
    }
    const allow = need === "autoplay" ? t("Allow All Auto-Play") : t("Allow");
    return [
      {
        text: t("Open {menu} in the menu bar, then {settings}."),
        bold: { menu: "Safari", settings: t("Settings for This Website") },
      },
      { text: t("Choose {allow} beside {what}."), bold: { allow, what } },
      again,
    ];
  }
  if (browser === "firefox") {
    if (need === "autoplay")
      return [
        { text: t("Click the icon at the start of the address bar."), bold: {} },
        { text: t("Beside {what}, choose {allow}."), bold: { what, allow: t("Allow Audio and Video") } },
        again,
      ];
    return [
      { text: t("Click the crossed-out icon at the start of the address bar."), bold: {} },
      { text: t("Press the cross beside {blocked}."), bold: { blocked: t("Blocked") } },
      { text: t("Press Check again here and choose {allow}."), bold: { allow: t("Allow") } },
    ];
  }
  const settings = browser === "edge" ? t("Permissions for this site") : t("Site settings");
  return [
    { text: t("Click the icon at the start of the address bar."), bold: {} },
    { text: t("Open {settings}, then {what}."), bold: { settings, what } },
    { text: t("Choose {allow}. This line changes by itself."), bold: { allow: t("Allow") } },
  ];
}
