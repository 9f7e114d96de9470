/** What browsers have and TypeScript's library doesn't know yet. Only for `tsc`; browsers never load this file. */

/** Safari's own ways to enlarge a video. */
interface HTMLVideoElement {
  readonly webkitPresentationMode?: string;
  readonly webkitDisplayingFullscreen?: boolean;
  webkitSetPresentationMode?(mode: "inline" | "picture-in-picture" | "fullscreen"): void;
}

/** The loudspeaker of generated sound: Chromium only. */
interface AudioContext {
  setSinkId?(id: string): Promise<void>;
}

/** Chromium's Network Information API: `change` when the path to the network is another one. */
interface Navigator {
  readonly connection?: EventTarget;
}

interface FeaturePolicy {
  allowsFeature(feature: string): boolean;
}

interface Document {
  readonly permissionsPolicy?: FeaturePolicy;
  readonly featurePolicy?: FeaturePolicy;
}

/** Chromium's streams of video frames. */
declare class MediaStreamTrackProcessor {
  constructor(options: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(options: { kind: "audio" | "video" });
  readonly writable: WritableStream<VideoFrame>;
}
