// Textbook signalling: serves an empty page, and relays each frame of a socket to all others. It prints its port when it listens.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";

const server = createServer((_request, response) => {
  response.setHeader("Content-Type", "text/html");
  response.end("<!doctype html><title>A call by the book</title>");
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on("connection", (socket) => {
  socket.on("message", (frame) => {
    for (const other of sockets.clients) if (other !== socket) other.send(String(frame));
  });
});
server.listen(0, () => console.log(server.address().port));
