/* The only code on the host page: the launcher, the frame, and the line between them. The server serves this function
   already called with the widget's setup. It must never block, break or restyle the host page, nor see a token. */
function contactCenterLoader(/** @type {LoaderSetup} */ setup) {
  const host = window;
  const early = host.ContactCenter;
  const text = setup.text;
  const warn = (/** @type {string} */ words) => console.warn(`Contact centre: ${words}`);
  if (typeof early?.open === "function") {
    // A visit that swaps the body runs the script again. A page has one widget.
    if (early.key !== setup.key) warn(text.second);
    return;
  }

  const doc = document;
  const running = `contactcenter.running.${setup.key}`;
  const opened = `contactcenter.open.${setup.key}`;
  const kept = `contactcenter.kept.${setup.key}`;
  // The frame is refused if any page around it isn't allowed. "null": its origin is hidden from us.
  const around = [host.origin, ...(location.ancestorOrigins || [])];
  const foreign = around.find((origin, depth) => !setup.origins.includes(origin) && !(depth && origin === "null"));
  /** @type {Record<string, Function[]>} */ const listeners = Object.create(null);
  /** @type {Record<string, unknown>} what the website said of its client, for the next frame */ const given = {};
  /** @type {HTMLElement} */ let root;
  /** @type {ShadowRoot} */ let shadow;
  /** @type {HTMLButtonElement} */ let launcher;
  /** @type {HTMLElement} */ let label;
  /** @type {HTMLElement} */ let said;
  /** @type {HTMLElement} */ let badge;
  /** What the frame has drawn beside the launcher, by name; its bar of a call stands in the launcher's place.
   * @type {Record<string, HTMLElement & {on?: boolean}>} */
  let bars = {};
  /** The mark before the website's title while answers are unread. */
  let mark = "";
  /** @type {HTMLIFrameElement | null} */ let frame = null;
  /** @type {MessagePort | null} */ let port = null;
  /** @type {object | null} */ let ownPage = null;
  /** @type {string | null} */ let wanted = null;
  /** @type {string | null | undefined} */ let keeping = null;
  let toldPage = "";
  let shown = false;
  let ready = false;
  let arrived = false;
  let missed = 0;
  let missing = 0;
  /** How often the page has removed the widget lately. */
  let removals = 0;
  let calm = 0;
  let returning = 0;
  /** @type {unknown} where the focus was at the press */ let before;
  const small = matchMedia("(max-width:32rem),(max-width:60rem) and (max-height:28rem)"); // a phone, also on its side

  /**
   * Calls `act`; an exception goes to `caught` and no further.
   * @template T
   * @param {() => T} act
   * @param {((error: unknown) => void) | undefined} caught
   * @returns {T | undefined}
   */
  const attempt = (act, caught = console.error) => {
    try {
      return act();
    } catch (error) {
      return void caught?.(error);
    }
  };
  // The host page's storage may be blocked: then a reload simply starts minimised.
  const ignore = () => {};
  /** @typedef {"localStorage" | "sessionStorage"} Area */
  const write = (
    /** @type {Area} */ area,
    /** @type {string} */ name,
    /** @type {string | false | null | undefined} */ value,
  ) => attempt(() => (value ? host[area].setItem(name, value) : host[area].removeItem(name)), ignore);
  const read = (/** @type {Area} */ area, /** @type {string} */ name) =>
    attempt(() => host[area].getItem(name), ignore);
  // The text a frame without storage gave us for this tab. Stored only when the page is left: a copy of the tab, made
  // while it lives, inherits nothing.
  const leave = () => write("sessionStorage", kept, keeping);
  function takeUp() {
    keeping = read("sessionStorage", kept) || keeping;
    write("sessionStorage", kept, "");
  }
  const emit = (/** @type {string} */ name, /** @type {unknown} */ detail) => {
    for (const listener of listeners[name] || []) attempt(() => listener(detail));
  };
  /** Tells the website about its mistake, once: a line in the console and an `error` event. */
  const complain = (/** @type {string} */ name, more = "") => {
    const words = text[name];
    text[name] = "";
    if (words) hear({ type: "error", detail: { code: `widget.${name}`, text: words + more } });
  };
  const tell = (/** @type {object} */ message) => port?.postMessage(message);
  /** Passes on the website's data as plain data or not at all. */
  const plain = (/** @type {unknown} */ value) => JSON.parse(JSON.stringify(value ?? null));
  const give = (/** @type {string} */ name, /** @type {unknown} */ value) =>
    attempt(() => {
      const told = { [name]: plain(value) };
      // A token is valid once; parameters are sent to every frame.
      if (!arrived || name === "parameters") Object.assign(given, told);
      tell({ type: name, ...told });
    });
  // As texts: an element of the page may be named "title" and replace it.
  const page = () => ({ url: location.href, title: titleOf(`${doc.title}`), referrer: `${doc.referrer}`, ...ownPage });

  /** The website's own title, without the mark. */
  const titleOf = (/** @type {string} */ title) => (title.startsWith(mark) ? title.slice(mark.length) : title);

  function markTitle(next = "") {
    if (next === mark) return;
    const title = titleOf(`${doc.title}`);
    mark = next;
    doc.title = mark + title;
  }

  const nameOf = (/** @type {{url: string, title: string}} */ { url, title }) => `${url} ${title}`;

  function tellPage() {
    const now = page();
    if (nameOf(now) !== toldPage) {
      toldPage = nameOf(now);
      tell({ type: "page", page: now });
    }
  }

  /** Creates an element with these attributes, or sets them on an existing one. */
  const make = (
    /** @type {string} */ tag,
    /** @type {Record<string, string>} */ attributes,
    space = "",
    /** @type {Element} */ element = doc.createElementNS(`http://www.w3.org/${space || "1999/xhtml"}`, tag),
  ) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return /** @type {HTMLElement} */ (element);
  };

  function icon(
    path = "M3 16.3a2 2 0 0 1 .1 1.2l-1.1 3.3a1 1 0 0 0 1.2 1.2l3.4-1a2 2 0 0 1 1.1.1 10 10 0 1 0-4.8-4.7",
  ) {
    const svg = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, "2000/svg");
    svg.append(make("path", { d: path }, "2000/svg"));
    return svg;
  }

  // A constructed sheet isn't inline style: it works under the strictest policy of the host page.
  function dress(css = setup.css) {
    attempt(
      () => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
      },
      () => {
        const style = make("style", {});
        style.textContent = css;
        shadow.append(style);
      },
    );
  }

  function draw() {
    root = make("contact-center", {});
    shadow = root.attachShadow({ mode: "open" });
    dress();
    launcher = /** @type {HTMLButtonElement} */ (
      make("button", { "data-test": "launcher", "data-state": setup.state, "aria-haspopup": "dialog" })
    );
    if (setup.reason) launcher.title = setup.reason;
    badge = make("b", { hidden: "" });
    label = make("span", {});
    label.textContent = text.launcher;
    launcher.append(icon(), label, badge);
    launcher.style.setProperty("--accent", setup.accent);
    // There from the start: a live region that comes with its words isn't heard.
    said = make("p", { role: "status" });
    shadow.append(launcher, said);
    place();
    reveal();
    ready = true;
    const was = read("sessionStorage", opened);
    if (wanted !== null) open(wanted);
    else if (read("localStorage", running)) was ? open("", false) : load();
  }

  /**
   * Adds the element beside the body, where it survives a swap of the body, and listens again after `document.write`
   * ended that. Until the page has loaded it's in the body: React 18 starts afresh over an unknown element outside of
   * it.
   */
  function place() {
    const parent = frame || doc.readyState === "complete" ? doc.documentElement : doc.body;
    for (const node of [doc, doc.documentElement, parent]) if (node) watcher.observe(node, { childList: true });
    launcher.onclick = () => open();
    launcher.onpointerdown = load; // a tenth of a second before the click
    addEventListener("load", place);
    addEventListener("popstate", soon);
    addEventListener("hashchange", soon);
    addEventListener("pagehide", leave);
    addEventListener("pageshow", takeUp);
    doc.addEventListener("securitypolicyviolation", forbidden);
    if (parent && root.parentNode !== parent) parent.append(root);
  }

  const watcher = new MutationObserver(stay);

  /** Adds the element again after the page has removed it: later each time, and not against a script that removes it
   * again and again. */
  function stay() {
    if (root.isConnected || returning) return;
    clearTimeout(calm);
    if (removals > 5) return complain("removed");
    returning = setTimeout(
      () => {
        returning = 0;
        if (root.isConnected) return;
        before = null; // nobody has pressed: the focus stays where it is
        if (drop()) load();
        else place();
      },
      100 * removals ** 2,
    );
    removals++;
    calm = setTimeout(() => {
      removals = 0;
    }, 30000);
  }

  /** Another page, or a press: tries again after giving up. */
  function stayAgain() {
    removals = 0;
    stay();
  }

  /** The frame is created when the first press begins: until then the host page has paid for one small script. */
  function load() {
    if (frame) return;
    frame = /** @type {HTMLIFrameElement} */ (
      make("iframe", {
        "data-test": "widget-frame",
        title: text.frame,
        allow:
          "camera; microphone; autoplay; display-capture; fullscreen; picture-in-picture; screen-wake-lock; clipboard-write",
        src: setup.base + setup.frame,
      })
    );
    frame.onload = connect;
    place();
    miss(20);
    reveal();
    shadow.append(frame);
  }

  /** Removes the frame. @returns {boolean} whether there was one */
  function drop() {
    const had = frame;
    clearTimeout(missing);
    had?.remove();
    for (const bar of Object.values(bars)) bar.remove();
    bars = {};
    frame = port = null;
    arrived = false;
    return Boolean(had);
  }

  /**
   * A silent frame hasn't arrived, whatever has loaded: the network or the server was away. Another is created until
   * one works, after twice the time, or at a press.
   */
  function miss(/** @type {number} */ seconds) {
    clearTimeout(missing);
    missing = setTimeout(
      () => {
        missed++;
        if (missed > 2) complain("unreachable");
        label.textContent = missed > 2 ? text.failed : text.late;
        drop();
        load();
      },
      seconds * 1000 * 2 ** missed,
    );
  }

  /** The website's own policy forbids the frame: another one would be blocked too. */
  function forbidden(/** @type {SecurityPolicyViolationEvent} */ event) {
    if (
      !frame ||
      event.disposition === "report" ||
      event.effectiveDirective !== "frame-src" ||
      !event.blockedURI.startsWith(setup.base)
    )
      return;
    complain("forbidden", setup.base);
    drop();
    label.textContent = text.failed;
    if (shown) show(false);
  }

  function arrive() {
    arrived = true;
    clearTimeout(missing);
    missed = 0;
    delete given.identity;
    wanted = null;
    label.textContent = text.launcher;
    const still = before === doc.activeElement; // whoever has gone on elsewhere meanwhile keeps the focus there
    reveal();
    if (shown && still) /** @type {HTMLIFrameElement} */ (frame).focus();
  }

  /** Shows the frame once it has content, and the launcher until then. */
  function reveal() {
    if (frame) {
      frame.hidden = !shown;
      frame.toggleAttribute("data-coming", !arrived);
    }
    for (const bar of Object.values(bars)) bar.hidden = shown || !bar.on;
    launcher.hidden = bars.bar?.on || (shown && arrived);
    launcher.setAttribute("aria-busy", String(shown && !arrived && missed < 3));
    launcher.setAttribute("aria-expanded", String(shown));
  }

  /** The bar beside the launcher, or in its place, while the widget is minimised. The frame sends its content and
   * receives its presses. */
  function drawBar(/** @type {LoaderBar} */ { type, css, look, parts }) {
    let bar = bars[type];
    if (!bar) {
      dress(css);
      bar = bars[type] = make("div", look);
      shadow.append(bar);
    }
    bar.on = !!parts[0];
    // Existing elements stay, so that the focus does.
    parts.forEach(([tag, attributes, words, path, entry], index) => {
      const part = make(tag, attributes, "", bar.children[index]);
      part.replaceChildren(path ? icon(path) : words);
      part.onclick = () => tell({ type: "press", entry });
      if (!part.parentNode) bar.append(part);
    });
    reveal();
  }

  function resize(/** @type {string} */ size, /** @type {number} */ height) {
    const view = /** @type {HTMLIFrameElement} */ (frame);
    if (size === "fits" && !height) return; // said before the frame had a size itself: taken, it would never have one
    view.dataset.size = size;
    view.style.setProperty("--height", `${Math.ceil(height || 0)}px`);
  }

  // The port goes to the frame's exact origin; anything else that might have loaded there doesn't get it.
  function connect() {
    if (!frame?.contentWindow) return;
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (event) => hear(event.data);
    const now = page();
    toldPage = nameOf(now);
    const hello = {
      type: "contactcenter.hello",
      page: now,
      open: shown,
      entry: wanted,
      phone: small.matches,
      kept: keeping,
      ...given,
    };
    if (!arrived) miss(3);
    frame.contentWindow.postMessage(hello, setup.base, [channel.port2]);
  }

  function hear(/** @type {LoaderMessage} */ message) {
    if (message.type === "size") {
      resize(message.size, message.height);
      if (!arrived) arrive();
    } else if (message.parts) drawBar(message);
    else if (message.css) dress(message.css);
    else if (message.type === "minimise") close();
    else if (message.type === "open") open();
    else if (message.type === "keep") keeping = message.kept;
    else if (message.type === "unread") {
      badge.hidden = !message.count;
      badge.textContent = message.count > 9 ? "9+" : `${message.count}`;
      launcher.setAttribute("aria-label", message.count ? `${text.launcher}, ${message.words}` : text.launcher);
      said.textContent = message.count ? message.words : "";
      attempt(() => markTitle(message.mark));
      emit("unread", message.count);
    } else if (message.type === "state") {
      write("localStorage", running, message.running && "1");
      emit("state", message.state);
    } else {
      if (message.type === "availability") {
        launcher.dataset.state = message.detail.state;
        launcher.title = message.detail.reason;
      }
      if (message.type === "error") warn(message.detail.text);
      emit(message.type, message.detail);
    }
  }

  function show(/** @type {boolean} */ on) {
    shown = on;
    reveal();
    write("sessionStorage", opened, on && "1");
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
    stayAgain();
    if (missed > 2) {
      missed = 0;
      drop();
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
    const inside = shadow.activeElement;
    show(false);
    // Never take the focus from the host page.
    if (inside) /** @type {HTMLElement} */ (bars.bar?.on ? bars.bar.lastChild : launcher).focus();
  }

  // Titles are set a moment after the address.
  const soon = () =>
    setTimeout(() => {
      stayAgain();
      tellPage();
    }, 250);

  /** Page changes without a load: the browser's own event if there is one, otherwise around the host's calls. */
  function watchPage() {
    if (host.navigation) {
      host.navigation.addEventListener("currententrychange", soon);
      return;
    }
    for (const name of /** @type {const} */ (["pushState", "replaceState"])) {
      const { history } = host;
      const original = history[name];
      history[name] = function (...args) {
        const result = original.apply(this, args);
        soon();
        return result;
      };
    }
  }

  const api = {
    key: setup.key,
    /** Opens the widget, at an entry ("chat", "videocall" …) if one is named. */
    open: (/** @type {string} */ entry) => foreign || open(entry),
    /** Minimises the widget; a conversation continues. */
    close,
    /** Calls `listener` on an event of docs/embedding.md; returns a function that unsubscribes. */
    on(/** @type {string} */ name, /** @type {Function} */ listener) {
      listeners[name] = [...(listeners[name] || []), listener];
      return () => {
        listeners[name] = listeners[name].filter((other) => other !== listener);
      };
    },
    /** Sets the page the client is on, if address and title don't tell: {url, title}. */
    setPage(/** @type {object} */ value) {
      attempt(() => {
        ownPage = plain(value);
        tellPage();
      });
    },
    /** Sets the client's identity: a token signed by the website's server. */
    identify: (/** @type {string} */ token) => give("identity", token),
    /** Sets what else operators should know: at most twenty short texts by name. */
    setParameters: (/** @type {object} */ values) => give("parameters", values),
    q: {
      push: (/** @type {QueuedCall} */ [name, ...values]) =>
        attempt(() => /** @type {Record<string, Function>} */ (/** @type {object} */ (api))[name](...values)),
    },
  };
  host.ContactCenter = api;
  // Calls the page made before this script was there.
  for (const call of /** @type {QueuedCall[]} */ (early?.q || [])) api.q.push(call);

  if (foreign) return complain("foreign", foreign);
  small.addEventListener("change", () => tell({ type: "phone", phone: small.matches }));
  watchPage();
  takeUp();
  if (doc.body) draw();
  else addEventListener("DOMContentLoaded", draw);
}
