// The devices dialog in the widget: the same check and the same view as in the console. Fetched when it's opened.

import { DeviceCheck } from "../call/devices/settings_check.js";
import { settings } from "../ui/device_settings.js";
import { tone } from "../lib/notify.js";

/**
 * @param {object} world
 * @param {import("../call/call.js").Call} world.call
 * @param {(part: {settings: (() => unknown) | null}) => void} world.show what the page shows as its dialog
 * @param {() => unknown} world.play the sound goes through another loudspeaker
 */
export function openDevices({ call, show, play }) {
  const check = new DeviceCheck(() => (call.view.mine ? call.media : null));
  const ended = () => call.view.phase === "ended" && act.shut();
  const act = {
    choose: async (/** @type {import("../call/devices/preferences.js").Choices} */ choice) => {
      await check.choose(choice);
      if ("speaker" in choice) play();
    },
    testSpeaker: () => tone(check.view.choices.speaker),
    measure: (/** @type {Event} */ event) => check.measure(/** @type {HTMLVideoElement} */ (event.currentTarget)),
    shut: () => {
      check.removeEventListener("change", draw); // what was chosen last may be done only now
      check.stop();
      call.removeEventListener("change", ended);
      show({ settings: null });
    },
  };
  const draw = () => show({ settings: () => settings(check.view, act) });
  check.addEventListener("change", draw);
  // The dialog lies over the call and closes with it.
  call.addEventListener("change", ended);
  draw();
  check.start();
}
