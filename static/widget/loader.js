/* The only code on the host page: the launcher, the frame, and the line between them. The server serves this function
   already called with the widget's setup. It must never block, break or restyle the host page, nor see a token. */
function contactCenterLoader(/** @type {any} */ setup) {
  /** @type {any} */ const host = window;
  const early = host.ContactCenter;
  if (early?.open) return; // included twice

  const doc = document;
  const text = setup.text;
  const running = `contactcenter.running.${setup.key}`;
  const opened = `contactcenter.open.${setup.key}`;
  const kept = `contactcenter.kept.${setup.key}`;
  const allowed = setup.origins.includes(location.origin);
  /** @type {Record<string, Function[]>} */ const listeners = {};
  /** @type {Record<string, unknown>} what the website said of its client before the frame was there */ let given = {};
  /** @type {HTMLElement} */ let root;
  /** @type {HTMLButtonElement} */ let launcher;
  /** @type {HTMLElement} */ let label;
  /** @type {HTMLElement} */ let badge;
  /** @type {HTMLIFrameElement | null} */ let frame = null;
  /** @type {MessagePort | null} */ let port = null;
  /** @type {any} */ let ownPage = null;
  /** @type {string | null} */ let wanted = null;
  /** @type {any} */ let keeping = null;
  let toldPage = "";
  let shown = false;
  let ready = false;
  let arrived = false;
  let missed = 0;
  let missing = 0;
  /** @type {unknown} where the focus was at the press */ let before;
  const small = matchMedia("(max-width: 32rem)");

  // Storage may be forbidden to the host page: then a reload simply starts minimised.
  const remember = (/** @type {string} */ area, /** @type {string} */ name, /** @type {boolean} */ on) => {
    try {
      if (on) host[area].setItem(name, "1");
      else host[area].removeItem(name);
    } catch {}
  };
  const recalls = (/** @type {string} */ area, /** @type {string} */ name) => {
    try {
      return host[area].getItem(name) === "1";
    } catch {
      return false;
    }
  };
  // What a frame without storage gave us for this tab. Written down only when the page goes: a copy of the tab, made while it
  // lives, inherits nothing.
  const keep = (/** @type {any} */ value) => {
    try {
      if (value) sessionStorage.setItem(kept, JSON.stringify(value));
      else sessionStorage.removeItem(kept);
    } catch {}
  };
  function takeUp() {
    try {
      keeping = JSON.parse(sessionStorage.getItem(kept) || "null") || keeping;
    } catch {}
    keep(null);
  }
  const emit = (/** @type {string} */ name, /** @type {unknown} */ detail) => {
    for (const listener of listeners[name] || []) {
      try {
        listener(detail);
      } catch (error) {
        console.error(error);
      }
    }
  };
  const tell = (/** @type {object} */ message) => port?.postMessage(message);
  /** What the website says goes on as plain data or not at all. */
  const give = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    try {
      const plain = JSON.parse(JSON.stringify(value ?? null));
      if (!arrived) given[name] = plain;
      tell({ type: name, [name]: plain });
    } catch (error) {
      console.error(error);
    }
  };
  const page = () =>
    Object.assign({ url: location.href, title: doc.title, referrer: doc.referrer }, ownPage);

  function tellPage() {
    const now = page();
    const said = JSON.stringify(now);
    if (port && said !== toldPage) {
      toldPage = said;
      tell({ type: "page", page: now });
    }
  }

  const make = (/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes) => {
    const element = doc.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    return element;
  };

  function icon() {
    const space = "http://www.w3.org/2000/svg";
    const svg = doc.createElementNS(space, "svg");
    const path = doc.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute(
      "d",
      "M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719",
    );
    svg.append(path);
    return svg;
  }

  // A constructed sheet is not inline style: it works under the strictest policy of the host page.
  function dress(/** @type {ShadowRoot} */ shadow) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(setup.css);
      shadow.adoptedStyleSheets = [sheet];
    } catch {
      const style = make("style", {});
      style.textContent = setup.css;
      shadow.append(style);
    }
  }

  function draw() {
    root = make("contact-center", {});
    const shadow = root.attachShadow({ mode: "open" });
    dress(shadow);
    root.style.setProperty("--accent", setup.accent);
    launcher = /** @type {HTMLButtonElement} */ (
      make("button", { type: "button", "data-test": "launcher", "data-state": setup.state, "aria-haspopup": "dialog", "aria-expanded": "false" })
    );
    if (setup.reason) launcher.title = setup.reason;
    badge = make("b", { hidden: "" });
    label = make("span", {});
    label.textContent = text.launcher;
    launcher.append(icon(), label, badge);
    launcher.addEventListener("click", () => open());
    shadow.append(launcher);
    doc.body.append(root);
    ready = true;
    const was = recalls("sessionStorage", opened);
    if (wanted !== null) open(wanted);
    else if (recalls("localStorage", running)) was ? open("", false) : load();
  }

  /** The frame is made at the first press: until then the host page has paid for one small script. */
  function load() {
    if (frame) return;
    frame = /** @type {HTMLIFrameElement} */ (
      make("iframe", {
        "data-test": "widget-frame",
        title: text.frame,
        allow: "camera; microphone; autoplay; display-capture; fullscreen; picture-in-picture; clipboard-write",
        src: setup.base + setup.frame,
      })
    );
    frame.addEventListener("load", connect);
    miss(20);
    reveal();
    /** @type {ShadowRoot} */ (root.shadowRoot).append(frame);
  }

  /** A frame that says nothing has not arrived, whatever has: the network or the server was away. Another is made until one does. */
  function miss(/** @type {number} */ seconds) {
    clearTimeout(missing);
    missing = setTimeout(() => {
      missed++;
      label.textContent = text.late;
      /** @type {HTMLIFrameElement} */ (frame).remove();
      frame = port = null;
      load();
    }, seconds * 1000);
  }

  function arrive() {
    arrived = true;
    clearTimeout(missing);
    given = {};
    wanted = null;
    label.textContent = text.launcher;
    const still = before === doc.activeElement; // whoever has gone on elsewhere meanwhile keeps the focus there
    reveal();
    if (shown && still) /** @type {HTMLIFrameElement} */ (frame).focus();
  }

  /** The frame is seen when it has something to show, and the launcher until then. */
  function reveal() {
    const view = /** @type {HTMLIFrameElement} */ (frame);
    view.hidden = !shown;
    view.toggleAttribute("data-coming", !arrived);
    launcher.hidden = shown && arrived;
    launcher.setAttribute("aria-busy", String(shown && !arrived));
    launcher.setAttribute("aria-expanded", String(shown));
  }

  function resize(/** @type {string} */ size, /** @type {number} */ height) {
    const view = /** @type {HTMLIFrameElement} */ (frame);
    view.dataset.size = size;
    view.style.setProperty("--height", `${Math.ceil(height || 0)}px`);
  }

  // The port goes to the frame's exact origin; whatever else might have loaded there does not get it.
  function connect() {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (event) => hear(event.data);
    toldPage = JSON.stringify(page());
    const hello = { type: "contactcenter.hello", page: page(), open: shown, entry: wanted, phone: small.matches, kept: keeping, ...given };
    if (!arrived) miss(Math.min(3 * 2 ** missed, 48));
    /** @type {Window} */ (/** @type {HTMLIFrameElement} */ (frame).contentWindow).postMessage(hello, setup.base, [channel.port2]);
  }

  function hear(/** @type {any} */ message) {
    if (message.type === "size") {
      resize(message.size, message.height);
      if (!arrived) arrive();
    } else if (message.type === "minimise") close();
    else if (message.type === "open") open();
    else if (message.type === "keep") keeping = message.kept;
    else if (message.type === "unread") {
      badge.hidden = !message.count;
      badge.textContent = message.count > 9 ? "9+" : message.count;
      launcher.setAttribute("aria-label", message.count ? `${text.launcher}, ${message.words}` : text.launcher);
      emit("unread", message.count);
    } else if (message.type === "state") {
      remember("localStorage", running, message.running);
      emit("state", message.state);
    } else {
      if (message.type === "availability") {
        launcher.dataset.state = message.detail.state;
        launcher.title = message.detail.reason;
      }
      if (message.type === "error") console.warn(`Contact centre: ${message.detail.text}`);
      emit(message.type, message.detail);
    }
  }

  function show(/** @type {boolean} */ on) {
    shown = on;
    reveal();
    remember("sessionStorage", opened, on);
    tell({ type: on ? "opened" : "closed" });
    emit(on ? "open" : "close", null);
  }

  function open(/** @type {string} */ entry = "", focus = true) {
    if (!ready) {
      wanted = entry;
      return;
    }
    if (entry) {
      if (!arrived) wanted = entry;
      tell({ type: "entry", entry });
    }
    load();
    if (!shown) show(true);
    if (!focus) return; // after a page change: the reader is elsewhere
    before = doc.activeElement;
    if (arrived) /** @type {HTMLIFrameElement} */ (frame).focus();
  }

  function close() {
    if (!arrived) wanted = null;
    if (!frame || !shown) return;
    const inside = root.shadowRoot?.activeElement;
    show(false);
    if (inside) launcher.focus(); // never take the focus from the host page
  }

  /** Page changes without a load: the browser's own event where there is one, otherwise around the host's calls. */
  function watchPage() {
    const soon = () => setTimeout(tellPage, 250); // titles are set a moment after the address
    addEventListener("popstate", soon);
    addEventListener("hashchange", soon);
    if (host.navigation) {
      host.navigation.addEventListener("currententrychange", soon);
      return;
    }
    for (const name of ["pushState", "replaceState"]) {
      /** @type {any} */ const history = host.history;
      const original = history[name];
      history[name] = function (/** @type {unknown[]} */ ...args) {
        const result = original.apply(this, args);
        soon();
        return result;
      };
    }
  }

  /** @type {any} */ const api = {
    /** Opens the widget, at an entry ("chat", "videocall" …) if one is named. */
    open: (/** @type {string} */ entry) => allowed && open(entry),
    /** Minimises the widget; a conversation goes on. */
    close,
    /** Calls `listener` at an event of docs/embedding.md; returns how to stop it. */
    on(/** @type {string} */ name, /** @type {Function} */ listener) {
      listeners[name] = [...(listeners[name] || []), listener];
      return () => {
        listeners[name] = listeners[name].filter((other) => other !== listener);
      };
    },
    /** Says which page the client is on, where address and title do not: {url, title}. */
    setPage(/** @type {object} */ value) {
      ownPage = value;
      tellPage();
    },
    /** Says who the client is: a token signed by the website's server. */
    identify: (/** @type {string} */ token) => give("identity", token),
    /** Says what else operators should know: at most twenty short texts by name. */
    setParameters: (/** @type {object} */ values) => give("parameters", values),
    q: {
      push(/** @type {any[]} */ [name, ...values]) {
        try {
          api[name](...values);
        } catch (error) {
          console.error(error);
        }
      },
    },
  };
  host.ContactCenter = api;
  // What the page asked for before this script was there.
  for (const call of early?.q || []) api.q.push(call);

  if (!allowed) return console.warn(text.foreign);
  small.addEventListener("change", () => tell({ type: "phone", phone: small.matches }));
  watchPage();
  takeUp();
  addEventListener("pagehide", () => keep(keeping));
  addEventListener("pageshow", takeUp);
  if (doc.body) draw();
  else addEventListener("DOMContentLoaded", draw);
}
