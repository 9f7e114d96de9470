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

/** A camera's light and zoom. */
interface MediaTrackCapabilities {
  torch?: boolean | boolean[];
  zoom?: { min?: number; max?: number; step?: number };
}

interface MediaTrackSettings {
  torch?: boolean;
  zoom?: number;
}

interface MediaTrackConstraintSet {
  torch?: boolean;
  zoom?: number;
}

/** What a listed camera can do, before it's opened. */
interface MediaDeviceInfo {
  getCapabilities?(): MediaTrackCapabilities;
}

interface FeaturePolicy {
  allowsFeature(feature: string): boolean;
}

interface Document {
  readonly permissionsPolicy?: FeaturePolicy;
  readonly featurePolicy?: FeaturePolicy;
}

/** Chromium's streams of video frames. */
interface MediaStreamTrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}

interface MediaStreamTrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

declare var MediaStreamTrackProcessor: {
  new (options: { track: MediaStreamTrack; maxBufferSize?: number }): MediaStreamTrackProcessor;
};

declare var MediaStreamTrackGenerator: {
  new (options: { kind: "audio" | "video" }): MediaStreamTrackGenerator;
};

/** A worker's own global object, as far as we use it: TypeScript takes it for a page's. */
interface OwnWorker {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
}
