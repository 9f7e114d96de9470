// Mends what Django's own forms of the admin say to screen readers: a label on an element without a role, headers of
// columns without a word.

function mend() {
  for (const tip of document.querySelectorAll("span.help-tooltip[aria-label]")) tip.setAttribute("role", "img");
  for (const head of document.querySelectorAll(".tabular thead th"))
    if (!head.textContent?.trim()) head.setAttribute("role", "presentation");
}

// Django's boxes for choosing several are made when the page has loaded; their listener was there first.
if (document.readyState === "complete") mend();
else addEventListener("load", mend);
