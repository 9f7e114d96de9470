// Pages with plain forms (the admin, sign-in): a person who waits long for the next page is told so and may stop. The
// words are in templates/waiting.html. A download brings no next page, so it has words of its own.

const LONG = 5_000; // milliseconds

/** @typedef {"slow" | "stopped" | "download"} Words */

const template = /** @type {HTMLTemplateElement} */ (document.getElementById("waiting"));
const notice = /** @type {HTMLElement} */ (template.content.firstElementChild);
const downloads = new Set(template.dataset.downloads?.split(" "));
let timer = 0;
let saving = false;

/** @param {Words} words */
function show(words) {
  for (const text of /** @type {NodeListOf<HTMLElement>} */ (notice.querySelectorAll("[data-words]")))
    text.hidden = text.dataset.words !== words;
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (notice.querySelectorAll("[data-deed]"))) {
    button.hidden = (button.dataset.deed === "stop") !== (words === "slow");
  }
  document.body.append(notice);
}

function hide() {
  clearTimeout(timer);
  notice.remove();
}

function wait() {
  clearTimeout(timer);
  if (saving) show("download");
  else timer = setTimeout(show, LONG, "slow");
  saving = false;
}

addEventListener("submit", (event) => {
  saving = downloads.has(
    String(new FormData(/** @type {HTMLFormElement} */ (event.target), event.submitter).get("action")),
  );
});
addEventListener("beforeunload", wait);
addEventListener("pagehide", hide);
notice.addEventListener("click", (event) => {
  const deed = /** @type {HTMLElement} */ (event.target).dataset.deed;
  if (deed === "stop") {
    stop();
    show("stopped");
  }
  if (deed === "close") hide();
});
