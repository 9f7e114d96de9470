// Applies the website's colour on a page without other code: inline styles would need a weaker policy.

const element = document.querySelector("[data-accent]");
if (element) document.documentElement.style.setProperty("--accent", element.getAttribute("data-accent"));
