// The reference: a bare relay on `ws`. It reads each message, finds its session and passes it on to the others there. It checks nothing,
// stores nothing and acknowledges nothing. It prints its port when it listens.
import { WebSocketServer } from "ws";

const sessions = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });

server.on("listening", () => console.log(server.address().port));
server.on("connection", (socket, request) => {
  const name = request.url.slice(1);
  const members = sessions.get(name) ?? new Set();
  sessions.set(name, members.add(socket));
  socket.on("message", (frame) => {
    const { id, session, text } = JSON.parse(frame);
    const event = JSON.stringify({ type: "message.posted", session, command: id, text });
    for (const member of sessions.get(session)) if (member !== socket) member.send(event);
  });
  socket.on("close", () => members.delete(socket));
});
