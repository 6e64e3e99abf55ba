// A lesson in place: checks are graded and reflections saved without leaving the text; lines are put in order with buttons.

const form = document.querySelector("[data-lesson]");

function enhanceOrder(question) {
  const list = question.querySelector("[data-order-list]");
  const status = question.querySelector("[data-order-status]");
  const how = question.querySelector("[data-without-script]");
  if (how) how.hidden = true;

  function number() {
    const items = [...list.children];
    items.forEach((item, index) => {
      item.querySelector("select").value = String(index + 1);
      item.querySelector("[data-up]").disabled = index === 0;
      item.querySelector("[data-down]").disabled = index === items.length - 1;
    });
  }

  function move(item, step, button) {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    for (const mark of list.querySelectorAll(".mark")) mark.remove();
    for (const row of list.children) row.classList.remove("order__item--right");
    number();
    // At the end of the list the button can go no further: the other one takes the focus.
    (button.disabled ? item.querySelector(step < 0 ? "[data-down]" : "[data-up]") : button).focus();
    const items = [...list.children];
    status.textContent = list.dataset.moved
      .replace("{text}", item.querySelector(".order__text").textContent)
      .replace("{number}", items.indexOf(item) + 1)
      .replace("{total}", items.length);
  }

  for (const item of list.children) {
    item.querySelector("select").hidden = true;
    item.querySelector("label").hidden = true;
    const buttons = document.createElement("span");
    buttons.className = "order__buttons";
    for (const [name, step] of [["up", -1], ["down", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "order__button";
      button.dataset[name] = "";
      const icons = form.dataset.icons;
      button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${icons}#icon-arrow-${name}"/></svg>`;
      const label = document.createElement("span");
      label.className = "visually-hidden";
      label.textContent = `${list.dataset[name]}: ${item.querySelector(".order__text").textContent}`;
      button.append(label);
      button.addEventListener("click", () => move(item, step, button));
      buttons.append(button);
    }
    item.prepend(buttons);
  }
  list.classList.add("order--live");
  number();
}

function enhance(within) {
  for (const question of within.querySelectorAll("[data-order]")) enhanceOrder(question);
}

async function send(button) {
  const part = button.closest("[data-part]");
  const body = new FormData(form, button);
  part.setAttribute("aria-busy", "true");
  const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById(part.id);
  if (response.redirected || !fresh) throw new Error(String(response.status));
  part.replaceWith(fresh);
  enhance(fresh);
  const progress = document.querySelector("[data-live-progress]");
  const newer = page.querySelector("[data-live-progress]");
  if (progress && newer) progress.replaceWith(newer);
  (fresh.querySelector("[data-result]") ?? fresh.querySelector("button"))?.focus();
}

// What was written stays where it is; the reader may try again.
function say(button, text) {
  const message = document.createElement("p");
  message.className = "message message--warning";
  message.setAttribute("role", "alert");
  message.textContent = text;
  button.closest("[data-part]").append(message);
}

if (form) {
  enhance(form);
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.closest("[data-part]")) return;
    event.preventDefault();
    try {
      await send(button);
    } catch {
      button.closest("[data-part]").removeAttribute("aria-busy");
      say(button, form.dataset.failed);
    }
  });
  form.addEventListener("keydown", (event) => {
    // Enter in a check sends that check.
    if (event.key !== "Enter" || !event.target.matches(".quiz input, .quiz select")) return;
    event.preventDefault();
    event.target.closest(".quiz").querySelector(".quiz__send button").click();
  });
  form.addEventListener("click", async (event) => {
    const again = event.target.closest("[data-again]");
    if (!again) return;
    event.preventDefault();
    const part = again.closest("[data-part]");
    try {
      const response = await fetch(form.action, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById(part.id);
      if (!response.ok || !fresh) throw new Error(String(response.status));
      part.replaceWith(fresh);
      enhance(fresh);
      fresh.querySelector("input, .order__button:not(:disabled)")?.focus();
    } catch {
      location.assign(again.href);
    }
  });
}
