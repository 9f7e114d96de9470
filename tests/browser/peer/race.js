// How long from the client's click until both sides see a picture: the call's flows against two bare connections in one page.
// Every flow is given devices that are already open, so that only the set-up counts; "cold" opens them at the click.

import { Media } from "/static/contactcenter/call/devices/media.js";

const FLOWS = { armed: ["operator", "client"], offer: ["operator"], plain: [] };

/**
 * @param {{rounds: number, delay: number}} options `delay`: milliseconds a signalling frame takes to and from the server
 * @returns {Promise<Record<string, number[]>>} milliseconds per round and flow
 */
export async function race({ rounds, delay }) {
  const opened = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const times = { bare: [], armed: [], "armed, cold": [], offer: [], plain: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.bare.push(await bare(opened));
    for (const [flow, arm] of Object.entries(FLOWS)) times[flow].push(await called(arm, delay, opened));
    times["armed, cold"].push(await called(FLOWS.armed, delay, null));
  }
  for (const track of opened.getTracks()) track.stop();
  return times;
}

/** A microphone and a camera that need no opening. */
function ready(opened) {
  const devices = new EventTarget();
  devices.enumerateDevices = async () => [];
  devices.getUserMedia = async () => new MediaStream(opened.getTracks().map((track) => track.clone()));
  return new Media({ devices, permissions: { query: async () => ({ state: "granted" }) } });
}

async function called(arm, delay, opened) {
  const { lab } = window;
  lab.open({ arm, delay, media: () => (opened ? ready(opened) : new Media()) });
  const { operator, client } = lab.sides;
  operator.call.request("s");
  await lab.until(() => lab.view("client").phase === "requested" && lab.view("operator").camera === "granted");
  const armed = () => [operator, client].every(({ call }) => call.peer?.connectionState === "connected");
  if (arm.length === 2) await lab.until(armed);
  else if (arm.length === 1) await lab.until(() => operator.call.peer?.iceGatheringState === "complete");
  else await lab.until(() => client.call.view.mine);
  const frames = Promise.all([lab.frame("operator"), lab.frame("client")]);
  const start = performance.now();
  client.call.accept({ video: true });
  await frames;
  const took = performance.now() - start;
  lab.close();
  await lab.until(() => lab.view("operator").phase === "ended" && lab.view("client").phase === "ended");
  return took;
}

async function bare(opened) {
  const pair = [new RTCPeerConnection(), new RTCPeerConnection()];
  const videos = ["operator", "client"].map((id) => document.getElementById(id));
  const seen = pair.map((pc, index) => {
    pair[1 - index].onicecandidate = ({ candidate }) => candidate && pc.addIceCandidate(candidate);
    pc.ontrack = ({ streams: [stream] }) => {
      videos[index].srcObject = stream;
      videos[index].play().catch(() => undefined);
    };
    return window.lab.frame(videos[index].id);
  });
  const tracks = pair.map(() => new MediaStream(opened.getTracks().map((track) => track.clone())));
  const start = performance.now();
  for (const [index, pc] of pair.entries()) for (const track of tracks[index].getTracks()) pc.addTrack(track, tracks[index]);
  const [one, other] = pair;
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription);
  await Promise.all(seen);
  const took = performance.now() - start;
  for (const stream of tracks) for (const track of stream.getTracks()) track.stop();
  for (const pc of pair) pc.close();
  for (const video of videos) video.srcObject = null;
  return took;
}
