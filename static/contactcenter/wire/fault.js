// The refusal of a command, for modules without commands of their own. It's defined beside the commands: a file of its
// own would cost every guest its headers.

export { Fault } from "./outbox.js";
