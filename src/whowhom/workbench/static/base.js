// What every page does: the token of forms for htmx, the choice of appearance, short messages.

const token = document.querySelector('meta[name="csrf-token"]')?.content;

document.addEventListener("htmx:config:request", (event) => {
  const request = event.detail.ctx.request;
  if (token && !["GET", "HEAD"].includes((request.method ?? "GET").toUpperCase())) {
    request.headers["X-CSRF-Token"] = token;
  }
});

/** Send an unsafe request with the token of the page; gives the answer's JSON or throws its error. */
export async function send(path, { method = "POST", body } = {}) {
  const headers = { "X-CSRF-Token": token ?? "", Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const told = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.error.message), told.error, { status: answer.status });
  return told;
}

/** Tell something in passing; a screen reader says it too. */
export function tell(words) {
  const toast = document.getElementById("toast");
  toast.textContent = words;
  toast.classList.add("shown");
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => toast.classList.remove("shown"), 4000);
}

function offerThemes() {
  const choice = document.querySelector("[data-theme-choice]");
  if (!choice) return;
  choice.hidden = false;
  const stored = localStorage.getItem("whowhom-theme") ?? "system";
  for (const input of choice.querySelectorAll("input")) {
    input.checked = input.value === stored;
    input.addEventListener("change", () => {
      if (input.value === "system") {
        localStorage.removeItem("whowhom-theme");
        delete document.documentElement.dataset.theme;
      } else {
        localStorage.setItem("whowhom-theme", input.value);
        document.documentElement.dataset.theme = input.value;
      }
    });
  }
}

function closeMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

offerThemes();
closeMenus();
