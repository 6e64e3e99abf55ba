// The answer to “Did this help?” is taken in place. Without JavaScript the same forms lead to a page of their own.
export function enhanceFeedback() {
  document.addEventListener("submit", async (event) => {
    const place = event.target.closest("[data-feedback]");
    if (!place || event.defaultPrevented) return;
    event.preventDefault();
    if (place.getAttribute("aria-busy") === "true") return;
    place.setAttribute("aria-busy", "true");
    const form = event.target;
    const { submitter } = event;
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-feedback]");
      if (!fresh) throw new Error(String(response.status));
      place.replaceWith(fresh);
      fresh.querySelector("[aria-invalid], [tabindex]")?.focus();
    } catch {
      place.removeAttribute("aria-busy");
      // As the browser itself would: it says what is wrong. The button's value goes with it.
      if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
      form.submit();
    }
  });
}
