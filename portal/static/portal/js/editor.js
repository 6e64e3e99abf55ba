// Wagtail saves a new page by itself. Who submits or publishes meanwhile would create it twice, and the second time
// fails on the address: the press waits until the page is saved, and then goes to where the page is now.
let saving = false;
let waiting = null;

document.addEventListener("w-autosave:save", () => { saving = true; });

for (const name of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(name, () => {
    saving = false;
    const press = waiting;
    waiting = null;
    press?.();
  });
}

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (!saving || !target.matches("[data-edit-form]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting = () => target.requestSubmit(submitter);
}, true);
