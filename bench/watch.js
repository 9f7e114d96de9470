// Evaluated in both pages before a call: notes when `prompt-accept` is pressed and when the first picture of the other side is shown,
// in milliseconds both pages share. A picture before the press would be a fault, so looking starts before it.
() => {
  const shared = (now) => performance.timeOrigin + now;
  window.bench = { pressed: 0, shown: 0 };
  const press = (event) => {
    if (event.target.closest('[data-test="prompt-accept"]')) window.bench.pressed ||= shared(performance.now());
  };
  document.addEventListener("click", press, { capture: true });
  const known = new WeakSet();
  const look = () => {
    const video = document.querySelector('[data-test="remote-video"]');
    if (video && !known.has(video)) {
      known.add(video);
      video.requestVideoFrameCallback((now) => {
        window.bench.shown ||= shared(now);
      });
    }
    if (!window.bench.shown) setTimeout(look, 1);
    else document.removeEventListener("click", press, { capture: true });
  };
  look();
};
