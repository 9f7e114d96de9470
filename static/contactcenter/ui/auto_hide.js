// Controls over a full-screen picture: they fade after a while, and return with pointer, touch or key. Used by both
// pages; the style sheets use `data-still`.

/** How long the controls stay without input, in milliseconds. */
const STAYS = 3_000;

/** @type {WeakMap<HTMLElement, ReturnType<typeof setTimeout>>} */
const timers = new WeakMap();

/** A focused or hovered control keeps them. @param {HTMLElement} stage */
const held = (stage) => stage.querySelector(".call-bar:hover, .call-bar :focus-visible") !== null;

/** @param {HTMLElement} stage */
function wake(stage) {
  stage.removeAttribute("data-still");
  clearTimeout(timers.get(stage));
  timers.set(
    stage,
    setTimeout(() => (held(stage) ? wake(stage) : stage.setAttribute("data-still", "")), STAYS),
  );
}

/** For `ref` on the picture's stage. @param {Element | undefined} element */
export function fading(element) {
  const stage = /** @type {HTMLElement | undefined} */ (element);
  if (!stage || timers.has(stage)) return;
  wake(stage);
  for (const type of ["pointermove", "pointerdown", "focusin"]) stage.addEventListener(type, () => wake(stage));
  // In full screen a key may go to the page itself.
  const anywhere = /** @type {const} */ (["keydown", "fullscreenchange"]);
  const again = () => {
    if (stage.isConnected) wake(stage);
    else for (const type of anywhere) document.removeEventListener(type, again);
  };
  for (const type of anywhere) document.addEventListener(type, again);
}
