// A durable relay on `ws`, as one would write it in a day: `store(message)` returns the message's number once it is on the disk; then the
// sender gets its acknowledgement and both sides the message. One session's messages are stored in the order they came in.
// It prints its port when it listens.
import { WebSocketServer } from "ws";

/** @param {(message: {session: string, sender: string, command: string, text: string, at: string}) => number | Promise<number>} store */
export function serve(store) {
  const sessions = new Map();
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  let sockets = 0;

  server.on("listening", () => console.log(server.address().port));
  server.on("connection", (socket, request) => {
    const name = request.url.slice(1);
    const sender = `socket:${sockets++}`;
    const session = sessions.get(name) ?? { members: new Set(), last: Promise.resolve() };
    sessions.set(name, session);
    session.members.add(socket);
    socket.on("message", (frame) => {
      const { id, text } = JSON.parse(frame);
      session.last = session.last.then(() => post(session, socket, { session: name, sender, command: id, text }));
    });
    socket.on("close", () => session.members.delete(socket));
  });

  async function post({ members }, socket, message) {
    const at = new Date().toISOString();
    try {
      const seq = await store({ ...message, at });
      socket.send(JSON.stringify({ type: "ack", id: message.command, session: message.session, seq }));
      const event = JSON.stringify({ type: "message.posted", seq, at, ...message });
      for (const member of members) member.send(event);
    } catch (error) {
      socket.send(JSON.stringify({ type: "fault", id: message.command, text: error.message }));
    }
  }
}
