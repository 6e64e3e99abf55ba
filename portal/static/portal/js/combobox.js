// Suggestions under a search field: the combobox of the ARIA Authoring Practices, “list autocomplete with manual
// selection”. Without JavaScript the field is a plain form.

const WAIT = 120; // milliseconds after a keystroke
let number = 0;

export function enhanceSearchFields() {
  const forms = [...document.querySelectorAll("[data-combobox]")];
  for (const form of forms) enhance(form);
  const first = forms.map((form) => form.querySelector("input[name=q]")).find((input) => input);
  if (first) focusOnSlash(first, forms[0].dataset.key);
}

// “/” goes to the field, unless somebody is writing. Who speaks to the computer may say it unawares, so it can be
// switched off on the search page (WCAG 2.1.4).
function focusOnSlash(input, title) {
  let on = true;
  const place = document.querySelector("[data-slash]");
  const box = place?.querySelector("input");

  function use() {
    try {
      on = localStorage.getItem("slash") !== "off";
    } catch {
      // Storage is switched off: the key works.
    }
    input.title = on ? title : "";
    if (on) input.setAttribute("aria-keyshortcuts", "/");
    else input.removeAttribute("aria-keyshortcuts");
    if (box) box.checked = on;
  }

  use();
  if (place) {
    place.hidden = false;
    box.addEventListener("change", () => {
      try {
        localStorage.setItem("slash", box.checked ? "on" : "off");
      } catch {
        // The choice cannot be kept.
      }
      use();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!on || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const at = document.activeElement;
    if (at && (at.isContentEditable || at.matches("input:not([type=checkbox], [type=radio]), textarea, select"))) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

function enhance(form) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = `suggestions-${++number}`;
  list.className = "search-form__list";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", form.dataset.label);
  status.className = "visually-hidden";
  status.role = "status";
  input.parentElement.append(list);
  form.append(status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let timer = 0;
  let request = null;
  let asked = "";
  let suggestions = [];
  let active = -1;

  function options() {
    return [...list.children];
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function open() {
    if (!suggestions.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function mark(index) {
    active = index;
    for (const [place, option] of options().entries()) option.setAttribute("aria-selected", String(place === index));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[index].id);
    options()[index].scrollIntoView({ block: "nearest" });
  }

  function part(name, text, lang) {
    const element = document.createElement("span");
    element.className = `search-form__${name}`;
    element.textContent = text;
    if (lang) element.lang = lang;
    return element;
  }

  function fill(found) {
    suggestions = found;
    list.replaceChildren(
      ...found.map((suggestion, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.role = "option";
        option.setAttribute("aria-selected", "false");
        const text = part("text", suggestion.text, suggestion.lang);
        if (suggestion.name) text.append(part("name", suggestion.name, suggestion.lang));
        option.append(text, " ", part("note", suggestion.note));
        return option;
      }),
    );
    mark(-1);
    const { none, one, many } = form.dataset;
    status.textContent = found.length === 0 ? none : found.length === 1 ? one : many.replace("{number}", found.length);
    open();
  }

  async function ask() {
    const text = input.value.trim();
    if (text === asked && !list.hidden) return;
    asked = text;
    request?.abort();
    if (!text) {
      suggestions = [];
      status.textContent = "";
      return close();
    }
    request = new AbortController();
    try {
      const address = new URL(form.dataset.suggestions, location);
      address.searchParams.set("q", text);
      const response = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (document.activeElement === input) fill(answer.suggestions);
    } catch (error) {
      // Suggestions are help, not a need: without them the field searches as ever.
      if (error.name !== "AbortError") close();
    }
  }

  function choose(index) {
    input.value = suggestions[index].text;
    const { url } = suggestions[index];
    close();
    location.assign(url);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = suggestions.length - 1;
    const isOpen = !list.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        if (!isOpen && !suggestions.length) {
          if (input.value.trim()) ask();
        } else if (!isOpen) {
          open();
          if (!event.altKey) mark(event.key === "ArrowDown" ? 0 : last);
        } else if (event.altKey && event.key === "ArrowUp") {
          close();
        } else {
          // Past the ends stands the field itself.
          const next = active + (event.key === "ArrowDown" ? 1 : -1);
          mark(next > last ? -1 : next < -1 ? last : next);
        }
        event.preventDefault();
        break;
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        mark(-1); // these move in the text
        break;
      case "Enter":
        if (isOpen && active >= 0) {
          event.preventDefault();
          choose(active);
        } else {
          close();
        }
        break;
      case "Escape":
        if (isOpen) {
          event.preventDefault();
          close();
        } else if (input.value) {
          event.preventDefault();
          input.value = "";
          suggestions = [];
          asked = "";
        }
        break;
      case "Tab":
        close();
        break;
    }
  });

  input.addEventListener("blur", close);
  input.addEventListener("click", () => {
    if (suggestions.length && input.value.trim() === asked) open();
  });
  // The field keeps the focus while something is pressed in the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const index = options().indexOf(event.target.closest("[role=option]"));
    if (index >= 0) choose(index);
  });
  form.addEventListener("submit", close);
}
