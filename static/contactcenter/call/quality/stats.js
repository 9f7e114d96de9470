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
      Object.assign(found, { sent: line.frameHeight ?? 0, limited: line.qualityLimitationReason ?? "none" });
    else if (line.type === "remote-inbound-rtp") found.lostThere = Math.max(found.lostThere, line.fractionLost ?? 0);
    else if (line.type === "transport") pair = lines.get(line.selectedCandidatePairId) ?? pair;
    else if (line.type === "candidate-pair" && line.selected) pair ??= line;
  }
  if (!pair) return found;
  const own = lines.get(pair.localCandidateId)?.candidateType;
  const other = lines.get(pair.remoteCandidateId)?.candidateType;
  return { ...found, delay: pair.currentRoundTripTime ?? 0, relayed: own === "relay" || other === "relay" };
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
 * @property {string} limited
 * @property {boolean} relayed
 */

/** @param {Numbers} before @param {Numbers} now @returns {Sample} */
export function sampleOf(before, now) {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const [got, lost] = [grown(before.packets, now.packets), grown(before.lost, now.lost)];
  const { width, height, sent, limited, relayed, lostThere } = now;
  return {
    seconds,
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
