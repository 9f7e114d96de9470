// Connection statistics in a few numbers. Reads, changes nothing.

/**
 * @typedef {object} Traffic
 * @property {{audio: number, video: number}} sent packets of sound and picture
 * @property {{audio: number, video: number}} received packets
 * @property {{sent: number, decoded: number, width: number, height: number}} picture frames, and the received size in
 *   pixels
 * @property {number} sound energy of the received voice, always growing while it is heard and not silent
 */

/**
 * @param {RTCPeerConnection} connection
 * @returns {Promise<Traffic>} zeros for what was never sent or received
 */
export async function traffic(connection) {
  const total = {
    sent: { audio: 0, video: 0 },
    received: { audio: 0, video: 0 },
    picture: { sent: 0, decoded: 0, width: 0, height: 0 },
    sound: 0,
  };
  for (const line of (await connection.getStats()).values()) {
    const kind = /** @type {"audio" | "video"} */ (line.kind);
    if (line.type === "outbound-rtp") {
      total.sent[kind] += line.packetsSent ?? 0;
      total.picture.sent += line.framesSent ?? 0;
    } else if (line.type === "inbound-rtp") {
      total.received[kind] += line.packetsReceived ?? 0;
      total.picture.decoded += line.framesDecoded ?? 0;
      total.sound += line.totalAudioEnergy ?? 0;
      if (kind === "video")
        Object.assign(total.picture, { width: line.frameWidth ?? 0, height: line.frameHeight ?? 0 });
    }
  }
  return total;
}
