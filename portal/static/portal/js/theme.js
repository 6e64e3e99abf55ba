// Before the page is drawn: the look that the reader has chosen. Without a choice the system's holds.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is switched off: the system's look holds.
}
