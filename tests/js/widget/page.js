// A host page made of plain objects, just enough to run the loader in: what it asks of a browser and nothing more.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../../static/widget/loader.js", import.meta.url), "utf8");

export const SETUP = {
  key: "demo",
  base: "https://cc.example",
  frame: "/widget/demo/frame/",
  origins: ["https://www.example.com"],
  accent: "#2a66bd",
  state: "online",
  reason: "",
  css: ":host {}",
  text: {
    launcher: "Talk to us",
    late: "Still connecting…",
    frame: "Talk to Alder Heating",
    failed: "We cannot be reached. Try again",
    foreign: "not allowed on this website: ",
    forbidden: "lacks frame-src ",
    removed: "keeps removing the widget",
    second: "has a widget already",
    unreachable: "does not load",
  },
};

class Element extends EventTarget {
  constructor(tag) {
    super();
    this.tag = tag;
    this.children = [];
    this.dataset = {};
    this.attributes = {};
    this.hidden = false;
    this.properties = {};
    this.style = { setProperty: (name, value) => Object.assign(this.properties, { [name]: value }) };
    this.focused = 0;
    this.parentNode = null;
    this.posted = [];
    if (tag === "iframe")
      this.contentWindow = { postMessage: (message, origin, ports) => this.posted.push({ message, origin, ports }) };
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
    if (name === "hidden") this.hidden = true;
  }
  toggleAttribute(name, on) {
    if (on) this.attributes[name] = "";
    else delete this.attributes[name];
  }
  append(...children) {
    for (const child of children) {
      child.remove();
      child.parentNode = this;
    }
    this.children.push(...children);
  }
  appendChild(child) {
    this.append(child);
    return child;
  }
  replaceChildren(child) {
    this.children = [];
    if (typeof child === "string") this.textContent = child;
    else this.append(child);
  }
  remove() {
    this.parentNode?.children.splice(this.parentNode.children.indexOf(this), 1);
    this.parentNode = null;
  }
  get isConnected() {
    return this.tag === "html" || Boolean(this.parentNode?.isConnected);
  }
  attachShadow() {
    this.shadowRoot = new Element("shadow");
    this.shadowRoot.activeElement = null;
    this.shadowRoot.adoptedStyleSheets = [];
    return this.shadowRoot;
  }
  focus() {
    this.focused += 1;
  }
  click() {
    this.onclick();
  }
}

/** Runs the loader on a page; what is asked for in `options` is different from an ordinary website. */
export function load({
  setup = {},
  origin = "https://www.example.com",
  body = true,
  storage = new Map(),
  times = 1,
  early = undefined,
  around = [],
  shared = "",
} = {}) {
  const warnings = [];
  const page = new EventTarget();
  const area = {
    getItem: (name) => storage.get(name) ?? null,
    setItem: (name, value) => storage.set(name, value),
    removeItem: (name) => storage.delete(name),
  };
  const document = Object.assign(new EventTarget(), {
    title: "Vitalis 9",
    referrer: "",
    readyState: "loading",
    documentElement: new Element("html"),
    body: null,
    createElementNS: (_space, tag) => new Element(tag),
  });
  const addBody = () => {
    document.body = new Element("body");
    document.documentElement.append(document.body);
  };
  if (body) addBody();
  const watchers = [];
  const timers = [];
  Object.assign(page, {
    document,
    origin,
    location: { href: `${origin}/boilers`, ancestorOrigins: around },
    matchMedia: () => Object.assign(new EventTarget(), { matches: false }),
    CSSStyleSheet: class {
      replaceSync(text) {
        this.text = text;
      }
    },
    MessageChannel,
    MutationObserver: class {
      constructor(changed) {
        watchers.push(changed);
      }
      observe() {}
    },
    history: {
      pushState: (_state, _title, url) => (page.location.href = new URL(url, page.location.href).href),
      replaceState() {},
    },
    localStorage: area,
    sessionStorage: area,
    console: { warn: (text) => warnings.push(text), error: (error) => warnings.push(error) },
    setTimeout: (action, after) => timers.push({ action, after }),
    clearTimeout: (number) => timers.fill(null, number - 1, number),
    addEventListener: page.addEventListener.bind(page),
    Event,
  });
  page.window = page;
  if (early) page.ContactCenter = early;
  vm.createContext(page);
  vm.runInContext(shared, page);
  for (let time = 0; time < times; time += 1)
    vm.runInContext(`(${SOURCE.trim()})(${JSON.stringify({ ...SETUP, ...setup })})`, page);
  const roots = () =>
    [document.documentElement, document.body]
      .flatMap((parent) => parent?.children ?? [])
      .filter(({ tag }) => tag === "contact-center");
  const shadow = () => roots()[0]?.shadowRoot;
  return {
    page,
    document,
    storage,
    warnings,
    addBody,
    roots,
    /** Runs the script once more, as a second script element does. */
    again: (other = {}) => vm.runInContext(`(${SOURCE.trim()})(${JSON.stringify({ ...SETUP, ...other })})`, page),
    /** The page changes its tree, and whoever watches it hears so. */
    change(act) {
      act();
      for (const changed of watchers) changed();
    },
    api: page.ContactCenter,
    launcher: () => shadow()?.children.find(({ tag }) => tag === "button"),
    frame: () => shadow()?.children.find(({ tag }) => tag === "iframe"),
    bar: () => shadow()?.children.find(({ tag }) => tag === "div"),
    /** What is due within so many seconds happens. */
    later(seconds = 1) {
      for (const [number, timer] of [...timers.entries()]) {
        if (!timer || timer.after > seconds * 1000) continue;
        timers[number] = null;
        timer.action();
      }
    },
    /** In how many milliseconds what is due next happens. */
    next: () => Math.min(...timers.filter(Boolean).map(({ after }) => after)),
    /** The frame has loaded: its end of the line, until the test ends. An open one would keep a failed run alive. */
    connect(context) {
      const frame = this.frame();
      frame.onload();
      const { ports } = frame.posted.at(-1);
      context.after(() => ports[0].close());
      const heard = [];
      ports[0].on("message", (message) => heard.push(message));
      return { port: ports[0], heard, hello: frame.posted.at(-1) };
    },
    /** The frame has loaded and shows something. */
    async arrive(context, height = 238) {
      const connected = this.connect(context);
      connected.port.postMessage({ type: "size", size: "fits", height });
      while ("data-coming" in this.frame().attributes) await new Promise(setImmediate);
      return connected;
    },
  };
}
