/* Actions on files: those of the session, and the library. Each sends a command; refusals are shown in words. */

import { pgettext, t } from "../../ui/text.js";
import { filesOf } from "../../ui/pasted_content.js";

/** @import { LibraryFound, LibraryView, OperatorCommand, ShareView, Unsent } from "../../wire/protocol.js" */
/** @import { PageState } from "../page_state.js" */

/** The library is searched this long after the last key, in ms. */
const TYPED = 200;

/**
 * @param {object} world
 * @param {PageState} world.page
 * @param {import("../../wire/socket.js").Wire} world.wire
 * @param {import("../files.js").Files} world.files
 * @param {(key: string, work: () => Promise<unknown>) => Promise<void>} world.attempt
 * @param {(key: string, command: Unsent<OperatorCommand>) => Promise<void>} world.ask
 * @param {(error: unknown) => void} world.refuse
 * @param {() => void} world.change
 */
export function createShareActs({ page, wire, files, attempt, ask, refuse, change }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let typed;

  const find = () => wire.send({ type: "library.find", text: page.seek }).catch(refuse);
  /** Asks for confirmation, then reloads the library. @param {string} key @param {Unsent<OperatorCommand>} command */
  const kept = (key, command) =>
    attempt(key, async () => {
      await wire.send(command);
      await find();
    });

  const acts = {
    /** @param {string} session @param {File[]} list @param {boolean} [send] show them to the client at once */
    upload(session, list, send = false) {
      for (const file of list) files.upload({ file, session, send }).catch(refuse);
    },

    /** @param {File[]} list into the own library */
    shelve: (list) => Promise.all(list.map((file) => files.upload({ file, library: true }))).then(find, refuse),

    /** @param {string} share */
    sendFile: (share) =>
      attempt(share, async () => {
        await wire.send({ type: "share.send", share });
        if (page.fresh === share) page.fresh = null;
      }),

    /** @param {ShareView | LibraryView} file */
    look: (file) =>
      attempt(`look ${file.id}`, async () => {
        page.look = { file, url: file.url || (await files.address(file.id, true, "own" in file)) };
      }),

    /** @param {{id: string, name: string, own?: boolean}} file */
    download: (file) =>
      attempt(`download ${file.id}`, async () => {
        const link = Object.assign(document.createElement("a"), {
          href: await files.address(file.id, false, "own" in file),
          download: file.name,
        });
        link.click();
      }),

    /** @param {ShareView} file */
    deleteFile(file) {
      page.question = {
        title: t("Delete this file?"),
        text: file.sent
          ? t("{name} will be deleted for good, for the client too.", { name: file.name })
          : t("{name} will be deleted for good.", { name: file.name }),
        yes: t("Delete"),
        act: () => ask(file.id, { type: "share.delete", share: file.id }),
      };
      change();
    },

    /** @param {ShareView | LibraryView} file */
    rename(file) {
      const ending = file.kind === "link" ? "" : (/\.[^.]*$/.exec(file.name)?.[0] ?? "");
      const act = (/** @type {string[]} */ [name = ""]) =>
        "own" in file
          ? kept(file.id, { type: "library.rename", item: file.id, name })
          : ask(file.id, { type: "share.rename", share: file.id, name });
      page.look = null;
      page.asked = {
        title: t("Rename"),
        yes: t("Rename"),
        act,
        fields: [
          {
            name: "name",
            label: pgettext("of a file", "Name"),
            value: file.name.slice(0, file.name.length - ending.length),
            after: ending,
            length: 100,
          },
        ],
      };
      change();
    },

    /** A link for the session, or (without one) for the own library.
     * @param {string | null} session @param {boolean} [send] */
    link(session, send = false) {
      const act = (/** @type {string[]} */ [url = "", name = ""]) =>
        session
          ? ask("link", { type: "share.link", session, url, name, send })
          : kept("link", { type: "library.link", url, name });
      page.asked = {
        title: t("Add a link"),
        yes: t("Add"),
        act,
        fields: [
          { name: "url", label: t("Address"), value: "https://", kind: "url", length: 2000 },
          {
            name: "name",
            label: pgettext("of a file", "Name"),
            value: "",
            hint: t("Leave empty to show the address"),
            length: 100,
          },
        ],
      };
      change();
    },

    /** Copies a file an operator added to the own library. @param {ShareView} file */
    keepFile: (file) =>
      attempt(`keep ${file.id}`, async () => {
        await wire.send({ type: "library.keep", share: file.id });
        acts.shut();
        acts.shelf(true);
      }),

    /** Shows the library instead of the session's files, or the reverse. @param {boolean} open */
    shelf(open) {
      page.shelf = open;
      if (open) find();
      change();
    },

    /** @param {string} text */
    seek(text) {
      page.seek = text;
      clearTimeout(typed);
      typed = setTimeout(find, TYPED);
      change();
    },

    /** The Share tab is visible: its files are no longer new. Called after each rendering. */
    seeFiles() {
      const session = page.desk?.sessions[page.opened ?? ""];
      if (
        !session ||
        page.tab !== "share" ||
        page.shelf ||
        document.hidden ||
        !document.getElementById("panel")?.checkVisibility({ visibilityProperty: true })
      )
        return;
      const newest = Math.max(0, ...session.files.map(({ at }) => Date.parse(at)));
      if (newest <= (page.filesSeen[session.id] ?? 0)) return;
      page.filesSeen = { ...page.filesSeen, [session.id]: newest };
      change();
    },

    /** The library's answer. @param {LibraryFound} found */
    foundItems(found) {
      if (found.text !== page.seek) return;
      page.library = found;
      files.addresses.want(found.items, true);
      change();
    },

    /** @param {LibraryView} item @param {string} session */
    sendItem: (item, session) =>
      attempt(item.id, async () => {
        await wire.send({ type: "library.send", item: item.id, session });
        acts.shelf(false);
      }),

    /** @param {LibraryView} item */
    deleteItem(item) {
      page.question = {
        title: t("Delete from your library?"),
        text: t("Copies of {name} already sent stay in their sessions.", { name: item.name }),
        yes: t("Delete"),
        act: () => kept(item.id, { type: "library.delete", item: item.id }),
      };
      change();
    },

    /** Files pasted while the Share tab is open and no field has the focus. @param {ClipboardEvent} event */
    pasted(event) {
      const list = filesOf(event.clipboardData);
      const writing = /** @type {Element | null} */ (event.target)?.closest?.("textarea, input, [contenteditable]");
      if (event.defaultPrevented || writing || page.tab !== "share" || !page.opened || !list.length) return;
      event.preventDefault();
      if (page.shelf) acts.shelve(list);
      else acts.upload(page.opened, list);
    },

    /** Files dropped outside every drop area: into the open Share tab, else nowhere; the browser would open the file
     * instead of the page.
     * @param {DragEvent} event */
    dropped(event) {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (event.type !== "drop" || page.tab !== "share" || !page.opened) return;
      const list = filesOf(event.dataTransfer);
      if (!list.length) return;
      if (page.shelf) acts.shelve(list);
      else acts.upload(page.opened, list);
    },

    /** An address has expired. @param {string} share */
    lapsed: (share) => files.renew(share),

    /** Closes the dialogs of files. */
    shut() {
      Object.assign(page, { look: null, asked: null });
      change();
    },
  };
  const { shut: _, ...rest } = acts;
  return rest;
}
