/* Files of the open sessions and of the library in the console: uploads, and short-lived addresses. */

import { Addresses } from "../files/addresses.js";
import { address, upload } from "../files/transfer.js";
import { Uploads } from "../files/uploads.js";

/** @import { ShareView } from "../wire/protocol.js" */
/** @import { PageState } from "./page_state.js" */

export class Files {
  /** @param {PageState} page @param {() => void} change
   * @param {{accepted: (session: string) => Promise<unknown>, lost: (name: string) => void}} acts accepted: resolves
   *   when the server has made the session the operator's; lost: tells that a file wasn't sent, as it never did */
  constructor(page, change, { accepted, lost }) {
    this.page = page;
    this.lost = lost;
    this.headers = () => ({ "X-CSRFToken": page.place.csrf });
    const carried = { address, upload };
    this.uploads = new Uploads({
      headers: this.headers,
      ready: accepted,
      again: (parcel) => this.upload(parcel),
      load: async () => carried,
      change: () => {
        page.uploads = this.uploads.list;
        change();
      },
    });
    this.addresses = new Addresses({
      headers: this.headers,
      load: async () => carried,
      change: () => {
        page.addresses = this.addresses.of;
        change();
      },
    });
  }

  /** Sends one file; a refusal is shown beside it in the Share tab, as long as the session is the operator's.
   * @param {import("../files/transfer.js").Parcel} parcel */
  async upload(parcel) {
    const { session = "" } = parcel;
    const view = await this.uploads.send(parcel);
    const refused = this.uploads.list.find((row) => row.error && row.session === session);
    if (view || !refused) return view;
    if (session && !this.page.desk?.sessions[session]) {
      refused.cancel();
      this.lost(refused.name);
    } else this.page.tab = "share";
    return view;
  }

  /** Stores the frame received from the client as the requested picture.
   * @param {string} request @param {Blob} picture @returns {Promise<ShareView>} rejects with `Fault` */
  keep(request, picture) {
    const answer = { request, source: "received frame" };
    return /** @type {Promise<ShareView>} */ (
      upload({ file: picture, answer, name: "snapshot.png", headers: this.headers }).done
    );
  }

  /** Stores the frame received from the client at once, to look at it together.
   * @param {string} session @param {Blob} picture @param {string} call
   * @returns {Promise<ShareView>} rejects with `Fault` */
  still(session, picture, call) {
    return /** @type {Promise<ShareView>} */ (
      upload({ file: picture, session, kind: "snapshot", call, name: "snapshot.png", headers: this.headers }).done
    );
  }

  /** @param {string} file @param {boolean} show to show it, otherwise to save it @param {boolean} [library]
   * @returns {Promise<string>} rejects with `Fault` */
  async address(file, show, library = false) {
    return (await address(file, { headers: this.headers, form: show ? "show" : "save", library })).url;
  }

  /** Fetches the missing addresses of a session's pictures. @param {{files: ShareView[]} | undefined} session */
  pictures(session) {
    this.addresses.want(session?.files ?? []);
  }

  /** An address has expired. @param {string} file */
  renew(file) {
    this.addresses.renew(
      file,
      this.page.library?.items.some((item) => item.id === file),
    );
  }
}
