// Says how many characters are left of a text, while it is typed. The server counts the same way.

for (const place of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(place.dataset.counts);
  const longest = Number(place.dataset.longest);
  let timer = 0;
  // Read aloud only when there is a pause, and shown at once.
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  place.after(spoken);
  const count = () => {
    const left = longest - [...field.value].length;
    const text = left < 0 ? `${-left} ${place.dataset.over}` : `${left} ${place.dataset.left}`;
    place.textContent = text;
    place.classList.toggle("field__count--over", left < 0);
    clearTimeout(timer);
    if (left < 100) timer = setTimeout(() => { spoken.textContent = text; }, 1000);
  };
  field.addEventListener("input", count);
  count();
}

// What went wrong is read first.
document.querySelector("[data-focus]")?.focus();
