/** What the server writes into the client's pages (`sessions_app/views/widget.py` and `invitation.py`). Only for
 * `tsc`. */
import type { AvailabilityChanged, Entry } from "../wire/protocol.js";

/** Of both pages: the widget's frame, and an invitation's page. */
interface Common {
  key: string;
  name: string;
  accent: string;
  origins: string[];
  entries: { name: Entry }[];
  available: Pick<AvailabilityChanged, "state" | "reason" | "entries">;
  /** A call begins with the client's camera on. */
  camera: boolean;
  /** An answer sounds, and marks the page's title. */
  alerts: boolean;
  /** The text to agree to; empty: nobody is asked. */
  consent: string;
  privacy: string;
  /** Addresses of the style sheets, by part. */
  styles: Record<string, string>;
  language: string;
  // Addresses
  client: string;
  slots: string;
  socket: string;
}

/** The widget's frame. */
interface Frame {
  greeting: string;
  /** Where its availability is looked up without a socket. */
  availability: string;
  /** Calls always open in a window of their own. */
  callWindow: boolean;
  /** The first words of an answer are shown on the website. */
  preview: boolean;
  /** For the loader: how the frame is placed. */
  frameStyle: string;
  country: string;
  dial: number;
  // Addresses
  message: string;
  ticket: string;
  return: string;
}

/** An invitation's page. */
export interface InvitationData extends Common {
  invitation: true;
  /** The operator's name. */
  operator: string;
  /** The client's name, if the operator gave one. */
  invited: string;
  code: string;
  state: "open" | "offline" | "over";
  /** The link has ended; only its own client may continue. */
  resume: boolean;
  /** ISO 8601. */
  expires: string;
  reusable: boolean;
  /** Where its state is looked up. */
  look: string;
}

/** What both pages' code reads; what only one of them has is missing on the other. */
export type PageData = Common & Frame & Partial<Omit<InvitationData, keyof Common>>;
