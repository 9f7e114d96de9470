// The loudness of a microphone, ten times a second, for a meter. It plays and sends nothing.

const EVERY = 100; // milliseconds

/**
 * @param {MediaStreamTrack} track
 * @param {(level: number) => void} tell from 0 (silence) to 1
 * @returns {() => void} stops it
 */
export function follow(track, tell) {
  const context = new AudioContext();
  const meter = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(new MediaStream([track])).connect(meter);
  const samples = new Float32Array(meter.fftSize);
  const timer = setInterval(() => {
    meter.getFloatTimeDomainData(samples);
    const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    // -60 dB is silence, 0 dB is full: what people hear as half as loud is about half the bar.
    tell(Math.max(0, Math.min(1, 1 + Math.log10(loudness + 1e-6) / 3)));
  }, EVERY);
  // A browser that needs a touch before it plays sound also needs one before it measures it.
  const wake = () => context.resume();
  globalThis.document?.addEventListener("pointerdown", wake, { once: true });
  return () => {
    clearInterval(timer);
    globalThis.document?.removeEventListener("pointerdown", wake);
    context.close();
  };
}
