// Tells the search log which place was opened, never by whom. Links keep their own addresses and work without this.
//   <div data-clicks="/search/click/" data-token="…"> … <a data-rank="3" data-entry="…" href="…">
const tell = (event) => {
  const link = event.target.closest("[data-clicks] a[data-rank]");
  if (!link || event.button > 1) return;
  const list = link.closest("[data-clicks]");
  const { rank, entry = "" } = link.dataset;
  const body = new URLSearchParams({ token: list.dataset.token, rank, entry });
  // Kept alive while the page goes. What the server keeps of it: search/log.py.
  fetch(list.dataset.clicks, { method: "POST", body, keepalive: true }).catch(() => {});
};
// On the document: the list is replaced when a filter changes.
document.addEventListener("click", tell);
document.addEventListener("auxclick", tell);
