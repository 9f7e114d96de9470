// All modules of the call in one import, fetched when a conversation starts: a visitor who only looks at the chat
// doesn't pay for it.

export { callArea, callDock } from "./call_area.js";
export { lost } from "./call_lost.js";
export { help, troubles } from "../device_help.js";
export { previewArea } from "./device_preview.js";
export { prompt } from "./call_prompt.js";
export { callSprite as sprite } from "../sprites/call.js";
export { duration } from "../time.js";
export { Preview } from "../../widget/device_preview.js";
export { createCall } from "../../call/call.js";
export { createLeg } from "../../call/leg.js";
export { callActs } from "../../widget/call_actions.js";
