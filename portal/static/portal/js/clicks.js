// Tells the search log which place was opened, never by whom. Links keep their own addresses and work without this.
//   <div data-clicks="/search/click/" data-token="…"> … <a data-rank="3" data-entry="…" href="…">
const list = document.querySelector("[data-clicks]");
const tell = (event) => {
  const link = event.target.closest("a[data-rank]");
  if (!link || event.button > 1) return;
  const { rank, entry = "" } = link.dataset;
  const body = new URLSearchParams({ token: list.dataset.token, rank, entry });
  // Kept alive while the page goes. What the server keeps of it: search/log.py.
  fetch(list.dataset.clicks, { method: "POST", body, keepalive: true }).catch(() => {});
};
list?.addEventListener("click", tell);
list?.addEventListener("auxclick", tell);
