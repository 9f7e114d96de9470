// A side of a call in the textbook's order, evaluated in an empty page. The client accepts and opens its camera at once; the operator hears
// of it, opens the own, and only then the two negotiate. `window.side` has what the bench calls and reads.
(operator) => {
  const now = () => performance.timeOrigin + performance.now();
  const socket = new WebSocket(`ws://${location.host}/`);
  const send = (message) => socket.send(JSON.stringify(message));
  const side = { ready: new Promise((resolve) => socket.addEventListener("open", resolve)), pressed: 0, shown: 0 };
  window.side = side;
  let peer;
  let stream;
  let opened;

  function begin() {
    peer = new RTCPeerConnection();
    side.shown = 0;
    const video = document.createElement("video");
    video.muted = video.autoplay = true;
    document.body.replaceChildren(video);
    peer.addEventListener("icecandidate", ({ candidate }) => candidate && send({ candidate }));
    peer.addEventListener("track", ({ streams: [theirs] }) => {
      if (video.srcObject === theirs) return;
      video.srcObject = theirs;
      video.requestVideoFrameCallback((shown) => {
        side.shown = performance.timeOrigin + shown;
      });
    });
    opened = navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then((own) => {
      stream = own;
      for (const track of own.getTracks()) peer.addTrack(track, own);
    });
  }

  side.accept = () => {
    side.pressed = now();
    begin();
    send({ accepted: true });
  };

  side.end = () => {
    peer.close();
    for (const track of stream.getTracks()) track.stop();
  };

  const heard = async ({ accepted, description, candidate }) => {
    if (accepted && operator) {
      begin();
      await opened;
      await peer.setLocalDescription();
      send({ description: peer.localDescription });
    } else if (description) {
      await peer.setRemoteDescription(description);
      if (description.type !== "offer") return;
      await opened;
      await peer.setLocalDescription();
      send({ description: peer.localDescription });
    } else if (candidate) await peer.addIceCandidate(candidate);
  };
  let turn = Promise.resolve();
  socket.addEventListener("message", ({ data }) => {
    turn = turn.then(() => heard(JSON.parse(data))).catch(() => {}); // a late candidate of the call before
  });
  return side.ready.then(() => undefined);
};
