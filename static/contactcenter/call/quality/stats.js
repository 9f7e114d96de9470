// Turns a browser's connection statistics into a few numbers, and the difference between two readings. Pure.

/**
 * A dictionary of the report, as far as it's used here. Browsers leave fields out.
 * @typedef {object} Line
 * @property {string} type
 * @property {string} [kind]
 * @property {number} [packetsReceived]
 * @property {number} [packetsLost]
 * @property {number} [bytesReceived]
 * @property {number} [jitter]
 * @property {number} [totalSamplesReceived]
 * @property {number} [concealedSamples]
 * @property {number} [totalFreezesDuration]
 * @property {number} [frameWidth]
 * @property {number} [frameHeight]
 * @property {number} [framesDecoded]
 * @property {number} [framesSent]
 * @property {number} [frames] of a source
 * @property {number} [width] of a source
 * @property {number} [height]
 * @property {number} [availableOutgoingBitrate] of a pair, in bits a second
 * @property {string} [qualityLimitationReason]
 * @property {number} [fractionLost]
 * @property {string} [selectedCandidatePairId] of a transport
 * @property {boolean} [selected] of a pair, in Firefox
 * @property {string} [localCandidateId]
 * @property {string} [remoteCandidateId]
 * @property {number} [currentRoundTripTime]
 * @property {string} [candidateType]
 */

/**
 * @typedef {object} Numbers everything counted since the connection began
 * @property {number} at milliseconds
 * @property {number} packets received, sound and picture
 * @property {number} lost
 * @property {number} jitter of the voice, in seconds
 * @property {number} frozen seconds the received picture stood still
 * @property {number} samples of the voice
 * @property {number} concealed of these, those that were missing and made up
 * @property {number} width of the received picture
 * @property {number} height
 * @property {number} sent height of the sent picture
 * @property {number} decoded pictures that arrived and were decoded
 * @property {number} framesSent pictures that were sent
 * @property {number} source pictures the camera gave
 * @property {number} edge lines of the shorter edge of the camera's picture
 * @property {number} room bits a second the path can take, by the browser's estimate
 * @property {string} limited by what the sent picture is limited: none, cpu, bandwidth, other
 * @property {number} lostThere the part of what this side sends that the other side loses, 0 to 1
 * @property {number} delay there and back, in seconds
 * @property {number} bytes received
 * @property {boolean} relayed
 */

/** @param {ReadonlyMap<string, Line> | RTCStatsReport} report @param {number} at milliseconds @returns {Numbers} */
export function numbersOf(report, at) {
  const found = {
    at,
    packets: 0,
    lost: 0,
    jitter: 0,
    frozen: 0,
    samples: 0,
    concealed: 0,
    width: 0,
    height: 0,
    sent: 0,
    decoded: 0,
    framesSent: 0,
    source: 0,
    edge: 0,
    room: 0,
    limited: "none",
    lostThere: 0,
    delay: 0,
    bytes: 0,
    relayed: false,
  };
  /** @type {Map<string | undefined, Line>} */ const lines = new Map(report.entries());
  /** @type {Line | null} */ let pair = null;
  for (const line of lines.values()) {
    if (line.type === "inbound-rtp") inbound(found, line);
    else if (line.type === "outbound-rtp" && line.kind === "video")
      Object.assign(found, {
        sent: line.frameHeight ?? 0,
        framesSent: line.framesSent ?? 0,
        limited: line.qualityLimitationReason ?? "none",
      });
    else if (line.type === "media-source" && line.kind === "video")
      Object.assign(found, { source: line.frames ?? 0, edge: Math.min(line.width ?? 0, line.height ?? 0) });
    else if (line.type === "remote-inbound-rtp") found.lostThere = Math.max(found.lostThere, line.fractionLost ?? 0);
    else if (line.type === "transport") pair = lines.get(line.selectedCandidatePairId) ?? pair;
    else if (line.type === "candidate-pair" && line.selected) pair ??= line;
  }
  if (!pair) return found;
  const own = lines.get(pair.localCandidateId)?.candidateType;
  const other = lines.get(pair.remoteCandidateId)?.candidateType;
  const room = pair.availableOutgoingBitrate ?? 0;
  return { ...found, room, delay: pair.currentRoundTripTime ?? 0, relayed: own === "relay" || other === "relay" };
}

/** @param {Numbers} found @param {Line} line */
function inbound(found, line) {
  found.packets += line.packetsReceived ?? 0;
  found.lost += line.packetsLost ?? 0;
  found.bytes += line.bytesReceived ?? 0;
  if (line.kind === "audio")
    Object.assign(found, {
      jitter: line.jitter ?? 0,
      samples: line.totalSamplesReceived ?? 0,
      concealed: line.concealedSamples ?? 0,
    });
  else
    Object.assign(found, {
      frozen: line.totalFreezesDuration ?? 0,
      decoded: line.framesDecoded ?? 0,
      width: line.frameWidth ?? 0,
      height: line.frameHeight ?? 0,
    });
}

/**
 * @typedef {object} Sample what happened between two looks
 * @property {number} seconds between them
 * @property {number} loss part of the packets that did not come, 0 to 1
 * @property {number} lostThere part of what this side sent that did not arrive, 0 to 1
 * @property {number} delay there and back, in milliseconds
 * @property {number} jitter milliseconds
 * @property {number} frozen part of the time the received picture stood still, 0 to 1
 * @property {number} concealed part of the voice that was made up, 0 to 1
 * @property {number} kbit received per second
 * @property {number} width of the received picture
 * @property {number} height
 * @property {number} sent height of the sent picture
 * @property {number} pictures received and decoded a second
 * @property {number} picturesSent a second
 * @property {number} source pictures the camera gave a second; 0 if the browser doesn't tell
 * @property {number} edge lines of the shorter edge of the camera's picture
 * @property {number} room kilobits a second the path can take; 0 if the browser doesn't tell
 * @property {string} limited
 * @property {boolean} relayed
 */

/** @param {Numbers} before @param {Numbers} now @returns {Sample} */
export function sampleOf(before, now) {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const [got, lost] = [grown(before.packets, now.packets), grown(before.lost, now.lost)];
  const { width, height, sent, limited, relayed, lostThere, edge } = now;
  const rate = (/** @type {"decoded" | "framesSent" | "source"} */ what) => grown(before[what], now[what]) / seconds;
  return {
    seconds,
    edge,
    pictures: rate("decoded"),
    picturesSent: rate("framesSent"),
    source: rate("source"),
    room: now.room / 1000,
    width,
    height,
    sent,
    limited,
    relayed,
    lostThere,
    loss: part(lost, got + lost),
    delay: now.delay * 1000,
    jitter: now.jitter * 1000,
    frozen: Math.min(1, grown(before.frozen, now.frozen) / seconds),
    concealed: part(grown(before.concealed, now.concealed), grown(before.samples, now.samples)),
    kbit: (grown(before.bytes, now.bytes) * 8) / 1000 / seconds,
  };
}

/** A late packet is counted back; a new line counts from zero. @param {number} before @param {number} now */
const grown = (before, now) => Math.max(0, now - before);

/** @param {number} some @param {number} all */
const part = (some, all) => (all > 0 ? Math.min(1, some / all) : 0);
