/* Optimistic updates: shows the operator's action before the server has answered, and takes it back if the server
   refuses. The only way to do so: the effects of an update are in state/optimistic.js. */

/** @import { Update } from "../state/optimistic.js" */
/** @import { PageState } from "./page_state.js" */

/** Omits a key of each kind of update.
 * @template T @template {PropertyKey} K @typedef {T extends unknown ? Omit<T, K> : never} Without */
/** The server's answer to an update: the log entry it wrote, or the file it created.
 * @typedef {{seq?: number | null, file?: string} | null | undefined | void} Answer */

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {() => void} world.refresh puts the updates of the page over its desk, and draws it
 */
export function createOptimism({ page, refresh }) {
  let count = 0;
  /** Those the server hasn't answered yet, by id. @type {Map<number, Promise<Answer>>} */ const asked = new Map();

  /** @param {(updates: Update[]) => Update[]} change */
  function set(change) {
    page.updates = change(page.updates);
    refresh();
  }

  return {
    /**
     * Shows the update while `work` asks the server; if it rejects, the update is removed before anybody is told.
     * @param {Without<Update, "id" | "at" | "answered">} update
     * @param {() => Promise<Answer>} work
     */
    async show(update, work) {
      const mine = /** @type {Update} */ ({ ...update, id: ++count, at: new Date(page.now).toISOString() });
      const { id } = mine;
      set((updates) => [...updates, mine]);
      try {
        const answering = work();
        asked.set(id, answering);
        const { seq = null, file } = (await answering) ?? {};
        const answer = { answered: true, seq, ...(file && { file }) };
        set((updates) => updates.map((other) => (other.id === id ? { ...other, ...answer } : other)));
      } catch (error) {
        set((updates) => updates.filter((other) => other.id !== id));
        throw error;
      } finally {
        asked.delete(id);
      }
    },

    /** Resolves when the server has answered such updates of the session; rejects as they do.
     * @param {Update["kind"]} kind @param {string} session */
    answered: (kind, session) =>
      Promise.all(
        page.updates
          .filter((update) => update.kind === kind && update.session === session)
          .map(({ id }) => asked.get(id)),
      ),

    /** The operator has changed their mind. @param {Update["kind"]} kind */
    drop(kind) {
      if (page.updates.some((update) => update.kind === kind))
        set((updates) => updates.filter((update) => update.kind !== kind));
    },
  };
}
