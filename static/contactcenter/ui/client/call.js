// All modules of the call in one import, fetched when a conversation starts: a visitor who only looks at the chat doesn't pay for it.

export { callArea, callDock } from "./callarea.js";
export { lost } from "./lost.js";
export { help, troubles } from "../help.js";
export { previewArea } from "./preview.js";
export { prompt } from "./prompt.js";
export { callSprite as sprite } from "../sprites/call.js";
export { duration } from "../time.js";
export { Preview } from "../../client/preview.js";
export { createCall } from "../../call/call.js";
export { createLeg } from "../../call/leg.js";
export { callActs } from "../../client/callacts.js";
