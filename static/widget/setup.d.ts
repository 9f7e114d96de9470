/** Types of the loader, for `tsc`; browsers never load this file. */

/** What the server calls the loader with (`sessions_app/views/widget.py`, `_setup`). */
interface LoaderSetup {
  key: string;
  /** Our origin. */
  base: string;
  /** The frame's path. */
  frame: string;
  origins: string[];
  accent: string;
  state: string;
  reason: string;
  css: string;
  text: Record<string, string>;
}

/** An element of a bar: tag, attributes, text, icon, and the name of its press. */
type BarPart = [tag: string, attributes: Record<string, string>, words: string, path?: string, entry?: string];

/** A call of the website: the method's name and its arguments. */
type QueuedCall = [string, ...unknown[]];

interface LoaderBar {
  type: "bar" | "answer";
  css: string;
  look: Record<string, string>;
  parts: BarPart[];
}

interface PlainMessage {
  parts?: undefined;
  css?: undefined;
}

interface LoaderStyle {
  type: "look" | "badge";
  css: string;
  parts?: undefined;
  detail?: undefined;
}

/** What the frame says to the loader. */
type LoaderMessage =
  | LoaderBar
  | LoaderStyle
  | (PlainMessage &
      (
        | { type: "size"; size: string; height: number }
        | { type: "minimise" }
        | { type: "open" }
        | { type: "keep"; kept: string | null }
        | { type: "unread"; count: number; words: string; mark: string }
        | { type: "state"; state: string; running: boolean }
        | { type: "availability"; detail: { state: string; reason: string } }
        | { type: "error"; detail: { code: string; text: string } }
        | { type: "call" | "entry"; detail: string }
      ));

interface Window {
  /** The website's handle on the widget (docs/embedding.md), or what its snippet queued before the loader came. */
  ContactCenter?: { key?: string; open?: unknown; q?: { push: unknown } };
}
