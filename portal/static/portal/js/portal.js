// What makes the pages quicker where JavaScript runs. Everything works without.
import { enhanceSearchFields } from "./combobox.js";
import { enhanceFeedback } from "./feedback.js";
import { enhanceFilters } from "./filters.js";

const root = document.documentElement;

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // The choice holds for this page only.
    }
  });
}

const menus = document.querySelectorAll("details.dropdown, details.main-menu__phone");
document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (menu.open && menu.contains(document.activeElement)) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Materials follow the number of people while it is typed.
for (const form of document.querySelectorAll("[data-people-form]")) {
  const input = form.querySelector("input");
  input.addEventListener("input", () => {
    const people = Number(input.value);
    if (!Number.isInteger(people) || people < 1 || people > 10000) return;
    for (const cell of document.querySelectorAll("[data-quantity]")) {
      const { quantity, perPeople } = cell.dataset;
      cell.textContent = Number(perPeople) ? Number(quantity) * Math.ceil(people / Number(perPeople)) : quantity;
    }
  });
}

// A film that is a file plays here, after a click; any other address opens on its own site.
for (const place of document.querySelectorAll("[data-video]")) {
  const link = place.querySelector("a");
  if (!/\.(mp4|webm)$/i.test(new URL(place.dataset.video, location).pathname) || new URL(place.dataset.video, location).origin !== location.origin) continue;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const video = document.createElement("video");
    video.controls = true;
    video.src = place.dataset.video;
    video.setAttribute("aria-label", place.dataset.title);
    if (place.dataset.captions) {
      const track = document.createElement("track");
      Object.assign(track, { kind: "captions", src: place.dataset.captions, default: true });
      video.append(track);
    }
    place.replaceWith(video);
    video.play();
    video.focus();
  });
}

enhanceFeedback();
enhanceFilters();
enhanceSearchFields();
