/* Whether anybody looks at a console of this browser: each visible tab holds a shared lock, which ends with the tab. */

const LOCK = "contactcenter.sight";

export class TabVisibility {
  /** @type {(() => void) | null} */ #leave = null;

  /** @param {{page?: Document, locks?: LockManager}} [world] replaced in tests */
  constructor({ page = document, locks = globalThis.navigator?.locks } = {}) {
    this.page = page;
    this.locks = locks;
    page.addEventListener("visibilitychange", () => this.#look());
    this.#look();
  }

  /** Nobody looks: this tab is hidden, and so are the others. @returns {Promise<boolean>} */
  unseen = async () => {
    if (!this.page.hidden) return false;
    const { held = [] } = (await this.locks?.query()) ?? {};
    return this.page.hidden && !held.some(({ name }) => name === LOCK);
  };

  #look() {
    this.#leave?.();
    this.#leave = null;
    if (this.page.hidden || !this.locks) return;
    const gone = new Promise((leave) => {
      this.#leave = () => leave(undefined);
    });
    this.locks.request(LOCK, { mode: "shared" }, () => gone).catch(() => undefined);
  }
}
