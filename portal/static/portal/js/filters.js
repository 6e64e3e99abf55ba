// A listing whose filters apply as they are changed: the same address as the form's, its results set in place.

export function enhanceFilters() {
  const listing = document.querySelector("[data-listing]");
  const form = listing?.querySelector("[data-live-filter]");
  if (!form) return;
  const box = form.querySelector("[data-open-when-wide]");
  const wide = matchMedia("(min-width: 60rem)");
  if (!wide.matches) box.open = false;
  let current = null;
  sayCount();
  wide.addEventListener("change", sayCount);

  // The list has already followed the filters. Where it lies below them, the button tells how many hits wait there.
  function sayCount() {
    const button = form.querySelector("[data-live-label]");
    button.textContent = button.dataset.liveLabel;
    button.parentElement.hidden = wide.matches;
    if (wide.matches) box.open = true;
  }

  async function show(address, { push }) {
    current?.abort();
    const request = new AbortController();
    current = request;
    const results = listing.querySelector("[data-live-results]");
    results.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { signal: request.signal, headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      swap(page, "[data-live-facets]", keepOpenFacets);
      swap(page, "[data-live-results]");
      sayCount();
      if (push) history.pushState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    } finally {
      if (current === request) current = null;
    }
  }

  function swap(page, selector, prepare = () => {}) {
    const old = listing.querySelector(selector);
    const fresh = page.querySelector(selector);
    if (!old || !fresh) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    prepare(old, fresh);
    const status = old.querySelector("[role=status]");
    old.removeAttribute("aria-busy");
    if (status) {
      // The live region stays the same element, so that its change is read aloud.
      const update = fresh.querySelector("[role=status]");
      const text = update.textContent;
      update.replaceWith(status);
      old.replaceChildren(...fresh.childNodes);
      status.textContent = text;
    } else {
      old.replaceChildren(...fresh.childNodes);
    }
    if (focused) {
      const name = CSS.escape(focused.name ?? "");
      const again = focused.value && old.querySelector(`[name="${name}"][value="${CSS.escape(focused.value)}"]`);
      (again || old.querySelector(`[name="${name}"]`))?.focus();
    }
  }

  function keepOpenFacets(old, fresh) {
    for (const facet of old.querySelectorAll("[data-facet]")) {
      const same = fresh.querySelector(`[data-facet="${CSS.escape(facet.dataset.facet)}"]`);
      if (same) same.open = facet.open;
    }
  }

  function formAddress() {
    const query = new URLSearchParams(new FormData(form));
    const address = new URL(form.action, location);
    address.search = query;
    return address;
  }

  form.addEventListener("change", () => show(formAddress(), { push: true }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(formAddress(), { push: true });
    if (wide.matches) return;
    box.open = false;
    listing.querySelector("[data-live-results]").scrollIntoView();
    box.querySelector("summary").focus({ preventScroll: true });
  });
  listing.addEventListener("click", (event) => {
    const link = event.target.closest("a.chip");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    show(new URL(link.href), { push: true });
  });
  window.addEventListener("popstate", () => show(new URL(location), { push: false }));
}
