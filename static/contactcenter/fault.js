// What a refused command rejects with, for whoever has no commands of their own. It lives beside the commands: a file of its own
// would cost every guest its headers.

export { Fault } from "./outbox.js";
