// What a screen reader hears of live regions, for tests. Added to every frame before its page; it changes nothing there.
// Strict, as readers are: a polite region is heard only if it was there, empty or not, before its words came; an alert
// is heard at once; what can't be reached behind a modal dialog isn't heard.
() => {
  if (window.listening) return;
  window.listening = true;
  const LIVE = '[aria-live], [role="status"], [role="alert"], [role="log"], output';
  const BY_ROLE = { status: "polite", log: "polite", alert: "assertive" };
  const role = (region) => region.getAttribute("role") ?? (region.localName === "output" ? "status" : "");
  const manner = (region) => region.getAttribute("aria-live") ?? BY_ROLE[role(region)] ?? "off";
  const isWhole = (region) =>
    region.hasAttribute("aria-atomic") ? region.ariaAtomic === "true" : ["status", "alert"].includes(role(region));

  /** As `checkVisibility`, which says no to `display: contents`. */
  const isShown = (element) => {
    const { display, visibility } = getComputedStyle(element);
    if (display === "contents") return !element.parentElement || isShown(element.parentElement);
    return display !== "none" && visibility === "visible" && element.checkVisibility();
  };
  const isReachable = (element) => {
    const modal = [...document.querySelectorAll("dialog:modal")].at(-1);
    return isShown(element) && !element.closest('[aria-hidden="true"], [inert]') && (!modal || modal.contains(element));
  };

  const words = (node) => pieces(node).replace(/[\u2066-\u2069\s]+/g, " ").trim();
  const pieces = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (node.ariaHidden === "true" || !isShown(node)) return "";
    const named = node.ariaLabel || (node.localName === "img" ? node.alt : "");
    if (named) return ` ${named} `;
    const inside = [...node.childNodes].map(pieces).join("");
    return getComputedStyle(node).display.startsWith("inline") ? inside : ` ${inside} `;
  };

  let typed = -Infinity;
  document.addEventListener("input", () => { typed = performance.now(); }, true);
  const tell = (kind, text) => text && window.screenReaderHears?.(kind, text, Math.min(60_000, performance.now() - typed));
  /** The words of each region that a reader knows. */
  const known = new WeakMap();
  const regionOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(LIVE);
  const regionsIn = (node) =>
    node.nodeType === Node.ELEMENT_NODE ? [node, ...node.querySelectorAll("*")].filter((one) => one.matches(LIVE)) : [];

  const meet = (region) => {
    const text = isReachable(region) ? words(region) : "";
    known.set(region, text);
    if (manner(region) === "assertive") tell("alert", text);
    else if (manner(region) === "polite") tell("unheard", text);
  };
  const follow = (region, changed) => {
    const how = manner(region);
    const text = words(region);
    if (how === "off" || text === known.get(region)) return;
    known.set(region, text);
    if (!isReachable(region)) return tell("unheard", text);
    const news = isWhole(region) ? [text] : [...changed].filter((node) => node.isConnected).map(words);
    for (const line of news) tell(how === "assertive" ? "alert" : "status", line);
  };

  const watch = (root) => {
    const observer = new MutationObserver((records) => {
      const fresh = new Set();
      const touched = new Map();
      for (const { type, target, addedNodes } of records) {
        if (type === "childList") for (const node of addedNodes) if (node.isConnected) for (const region of regionsIn(node)) fresh.add(region);
        const region = regionOf(target);
        if (!region) continue;
        const changed = touched.get(region) ?? touched.set(region, new Set()).get(region);
        if (type === "childList") for (const node of addedNodes) changed.add(node);
        else if (type === "characterData") changed.add(target);
      }
      for (const region of fresh) if (!known.has(region)) meet(region);
      for (const [region, changed] of touched) {
        if (!known.has(region)) known.set(region, "");
        if (!fresh.has(region)) follow(region, changed);
      }
    });
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden", "class", "aria-hidden", "aria-label"] });
  };
  const learn = (root) => { for (const region of root.querySelectorAll(LIVE)) known.set(region, words(region)); };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (...given) {
    const shadow = attach.apply(this, given);
    watch(shadow);
    return shadow;
  };
  watch(document);
  if (document.documentElement) learn(document);
}
