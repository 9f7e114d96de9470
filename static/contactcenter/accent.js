// Gives a page without other code the website's colour: inline style would need a weaker policy.

const element = document.querySelector("[data-accent]");
if (element) document.documentElement.style.setProperty("--accent", element.getAttribute("data-accent"));
