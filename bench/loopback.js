// The reference of a call: two connections in one page, handed to each other directly, their tracks already there. Returns the
// milliseconds from the start to the first picture on both sides. It is evaluated in a page and knows nothing of the product.
async () => {
  const camera = () => navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const streams = [await camera(), await camera()];
  const peers = [new RTCPeerConnection(), new RTCPeerConnection()];
  const pictures = peers.map((peer, side) => {
    for (const track of streams[side].getTracks()) peer.addTrack(track, streams[side]);
    peer.addEventListener("icecandidate", ({ candidate }) => candidate && peers[1 - side].addIceCandidate(candidate));
    const video = document.createElement("video");
    video.muted = video.autoplay = true;
    document.body.append(video);
    peer.addEventListener("track", ({ streams: [stream] }) => {
      video.srcObject = stream;
    });
    return new Promise((resolve) => {
      video.requestVideoFrameCallback((now) => {
        video.remove();
        resolve(now);
      });
    });
  });
  const started = performance.now();
  const [caller, callee] = peers;
  await caller.setLocalDescription();
  await callee.setRemoteDescription(caller.localDescription);
  await callee.setLocalDescription();
  await caller.setRemoteDescription(callee.localDescription);
  const both = Math.max(...(await Promise.all(pictures)));
  for (const peer of peers) peer.close();
  for (const stream of streams) for (const track of stream.getTracks()) track.stop();
  return both - started;
};
