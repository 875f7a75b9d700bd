import { find, findAll, make } from "./dom.ts";
import { startSearchBox } from "./search-box.ts";

const KEY = "firstline-theme";
const root = document.documentElement;

for (const box of findAll("search")) startSearchBox(box);
showTheme();
for (const button of findAll("[data-theme-to]")) {
  button.addEventListener("click", () => setTheme(button.dataset["themeTo"] ?? "auto"));
}
document.addEventListener("click", ({ target }) => closeDrops(target));
document.addEventListener("keydown", onKey);
find("[data-ask]")?.addEventListener("click", (event) => {
  event.preventDefault();
  openPanel().catch(() => location.assign("/ask"));
});

function setTheme(theme: string): void {
  if (theme === "auto") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage can be forbidden; the choice then holds for this page.
  }
  showTheme();
  closeDrops(null);
}

function showTheme(): void {
  const theme = root.dataset["theme"] ?? "auto";
  for (const button of findAll("[data-theme-to]")) {
    button.setAttribute("aria-pressed", String(button.dataset["themeTo"] === theme));
  }
}

/** One open menu at most, and none after a click elsewhere. */
function closeDrops(target: EventTarget | null): void {
  for (const drop of findAll("[data-drop][open]")) {
    if (!(target instanceof Node && drop.contains(target))) drop.removeAttribute("open");
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.key === "Escape") {
    const open = find("[data-drop][open]");
    if (open) find("summary", open)?.focus();
    closeDrops(null);
    return;
  }
  const { target } = event;
  const isTyping =
    target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const input = find("search input");
  if (!input) return;
  event.preventDefault();
  input.focus();
}

/** The panel's script is loaded when it is first wanted. */
async function openPanel(): Promise<void> {
  const name = "firstline-panel";
  const panel = find(name) ?? document.body.appendChild(document.createElement(name));
  if (!customElements.get(name)) {
    panel.setAttribute("locale", root.lang);
    await new Promise((done, failed) => {
      const script = make("script", { src: "/panel.js" });
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
    await customElements.whenDefined(name);
  }
  if ("open" in panel && typeof panel.open === "function") panel.open();
}
