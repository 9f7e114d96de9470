// What keeps people from using a page, measured in the page: WCAG 1.4.10, 1.4.11, 1.4.12, 2.4.7, 2.4.11, 2.5.8.
// Each check returns its faults in words.
() => {
  if (window.access) return;
  const CONTROLS =
    'a[href], button, input:not([type="hidden"]), select, textarea, summary, video[controls], [tabindex="0"], [role="button"]';
  const TARGET = 24;
  const all = (selector, root = document) => {
    const found = [...root.querySelectorAll(selector)];
    for (const host of root.querySelectorAll("*")) if (host.shadowRoot) found.push(...all(selector, host.shadowRoot));
    return found;
  };
  const top = () => [...document.querySelectorAll("dialog:modal")].at(-1);
  const isShown = (element) => {
    const box = element.getBoundingClientRect();
    return (
      box.width > 1 &&
      box.height > 1 &&
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest("[inert], .visually-hidden") &&
      (!top() || top().contains(element))
    );
  };
  const named = (element) =>
    element.dataset.test ?? `${element.localName}${element.id && `#${element.id}`} “${(element.ariaLabel || element.textContent || element.name || element.className || "").trim().slice(0, 30)}”`;

  /** A label is pressed like its field. */
  const boxOf = (element) => {
    const boxes = [element, ...(element.labels ?? [])].filter(isShown).map((one) => one.getBoundingClientRect());
    const own = boxes[0] ?? element.getBoundingClientRect();
    return boxes.reduce((most, box) => (box.width * box.height > most.width * most.height ? box : most), own);
  };
  const isInText = (element) => {
    const { display } = getComputedStyle(element);
    const around = element.parentElement;
    return display === "inline" && around && around.textContent.trim().length > element.textContent.trim().length;
  };
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const touches = ([x, y], radius, box) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < radius - 0.5;

  /** 2.5.8: 24 pixels, or so far from all others. */
  const targets = () => {
    const shown = all(CONTROLS).filter((element) => isShown(element) && !element.disabled && !isInText(element));
    const boxes = new Map(shown.map((element) => [element, boxOf(element)]));
    const isSmall = (box) => box.width < TARGET - 0.5 || box.height < TARGET - 0.5;
    return shown.flatMap((element) => {
      const box = boxes.get(element);
      if (!isSmall(box)) return [];
      const spot = middle(box);
      const near = shown.find((other) => {
        const there = boxes.get(other);
        if (other === element || element.contains(other) || other.contains(element)) return false;
        const both = isSmall(there) && Math.hypot(middle(there)[0] - spot[0], middle(there)[1] - spot[1]) < TARGET - 0.5;
        return both || touches(spot, TARGET / 2, there);
      });
      return near ? [`${named(element)} is ${Math.round(box.width)}×${Math.round(box.height)} beside ${named(near)}`] : [];
    });
  };

  const scrolls = (element) => {
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(around).overflowX)) return true;
    return false;
  };
  /** 1.4.10: nobody scrolls sideways to read. */
  const sideways = () => {
    const root = document.scrollingElement;
    const wide = root.scrollWidth > document.documentElement.clientWidth + 1;
    const out = all("body *").filter((element) => {
      const box = element.getBoundingClientRect();
      return isShown(element) && !scrolls(element) && (box.right > innerWidth + 1 || box.left < -1);
    });
    return wide || out.length ? [`${root.scrollWidth} wide in ${innerWidth}: ${out.slice(0, 4).map(named).join(", ")}`] : [];
  };

  const SPACED = new CSSStyleSheet();
  SPACED.replaceSync(
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }",
  );
  /** Text that its box cuts off; one that ends in an ellipsis is cut on purpose, and whole elsewhere. */
  const cut = () =>
    all("button, a, label, legend, th, td, p, h1, h2, h3, li, summary, span").filter((element) => {
      if (!isShown(element) || !element.textContent.trim() || element.closest(".cut, svg, canvas")) return false;
      const style = getComputedStyle(element);
      if (style.textOverflow === "ellipsis" || style.display === "inline" || style.webkitLineClamp !== "none") return false;
      const clips = /hidden|clip/.test(style.overflowX) || element.localName === "button";
      return clips && (element.scrollWidth > element.clientWidth + 2 || (style.overflowY !== "visible" && element.scrollHeight > element.clientHeight + 3));
    });
  /** 1.4.12: nothing is lost when a reader spaces the text. */
  const spacing = () => {
    const before = new Set(cut());
    const roots = [document, ...all("*").flatMap(({ shadowRoot }) => shadowRoot ?? [])];
    for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, SPACED];
    const found = cut().filter((element) => !before.has(element)).map((element) => `${named(element)} is cut when spaced`);
    const wide = sideways().map((words) => `spaced: ${words}`);
    for (const root of roots) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== SPACED);
    return [...[...before].map((element) => `${named(element)} is cut`), ...found, ...wide];
  };

  const STATES = ["aria-selected", "aria-pressed", "aria-checked", "aria-current"];
  const look = (element) =>
    [undefined, "::before", "::after"].map((part) => {
      const style = getComputedStyle(element, part);
      return [style.backgroundColor, style.borderColor, style.borderWidth, style.color, style.outlineStyle, style.textDecorationLine, style.content, style.fontWeight].join();
    }).join(";");
  /** Forced colours: what is chosen looks different from what isn't. */
  const chosen = () =>
    STATES.flatMap((state) =>
      all(`[${state}]:not([${state}="false"])`).filter(isShown).flatMap((element) => {
        const kind = element.className.split?.(" ")[0];
        const others = all(`${element.localName}`).filter(
          (other) => isShown(other) && other !== element && other.className.split?.(" ")[0] === kind && other.parentElement?.parentElement === element.parentElement?.parentElement && [null, "false"].includes(other.getAttribute(state)),
        );
        const twin = others[0];
        if (!twin || look(twin) !== look(element) || element.innerHTML.replace(/[^<]*/, "") !== twin.innerHTML.replace(/[^<]*/, "")) return [];
        return [`${named(element)} looks as ${named(twin)}, though it has ${state}`];
      }),
    );

  /** 2.4.7 and 2.4.11: the focus is seen, and nothing lies over it. */
  const focus = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    // A website's own page may lie under the widget.
    if (document.querySelector("contact-center") && !(element?.getRootNode() instanceof ShadowRoot)) return [];
    if (!element || element === document.body || element.localName === "iframe") return [];
    const box = element.getBoundingClientRect();
    const around = [element, element.closest("label")].filter(Boolean);
    for (let up = element.parentElement; up && around.length < 6; up = up.parentElement) around.push(up);
    const marked = around.some((one) => {
      const style = getComputedStyle(one);
      const line = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1 && style.outlineColor !== "rgba(0, 0, 0, 0)";
      return line || (one.matches(".composer, :focus") && / 0px 0px 0px [1-9]/.test(style.boxShadow));
    });
    const faults = marked ? [] : [`${named(element)} doesn't show the focus`];
    const spots = [middle(box), [box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3]];
    const free = spots.some(([x, y]) => {
      // Its own tooltip is no cover: it goes with the focus, and by Esc.
      const over = element.getRootNode().elementsFromPoint(x, y).find((one) => !one.closest(".tooltip"));
      return over && (element.contains(over) || over.contains(element) || element.closest("label")?.contains(over) || element.labels?.[0]?.contains(over));
    });
    if (box.width && !free) faults.push(`${named(element)} is hidden while it has the focus`);
    return faults;
  };

  window.access = { targets, sideways, spacing, chosen, focus };
}
