import { find, findAll, findKind, make, report, send } from "./dom.ts";

const COPIED_MS = 1_600;

const reading = find("[data-article]");
if (reading) {
  addCopyButtons(reading.dataset["copy"] ?? "", reading.dataset["copied"] ?? "");
  followContents();
  countView(reading.dataset["article"] ?? "");
}
const helpful = find("[data-helpful]");
if (helpful) startHelpful(helpful);

function addCopyButtons(label: string, done: string): void {
  for (const box of findAll(".prose .code")) {
    const button = make("button", { type: "button", class: "button copy" }, label);
    button.addEventListener("click", () => void copy(box, button, label, done));
    box.append(button);
  }
}

async function copy(box: HTMLElement, button: HTMLElement, label: string, done: string): Promise<void> {
  const code = find("code", box);
  try {
    await navigator.clipboard.writeText(code?.textContent ?? "");
  } catch {
    // Forbidden or not a secure page: what is selected can be copied by hand.
    if (code) getSelection()?.selectAllChildren(code);
    return;
  }
  button.textContent = done;
  button.dataset["done"] = "";
  setTimeout(() => {
    button.textContent = label;
    delete button.dataset["done"];
  }, COPIED_MS);
}

/** Marks the section being read in the list beside it. */
function followContents(): void {
  const links = new Map(
    findAll(".contents a").map((link) => [
      decodeURIComponent(link.getAttribute("href")?.slice(1) ?? ""),
      link,
    ]),
  );
  if (links.size === 0) return;
  const headings = findAll(".prose :is(h2, h3)[id]").filter(({ id }) => links.has(id));
  const mark = (): void => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
    const current = passed.at(-1) ?? headings[0];
    for (const [id, link] of links) {
      if (id === current?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  new IntersectionObserver(mark, { rootMargin: "-100px 0px -60% 0px" }).observe(document.body);
  addEventListener("scroll", mark, { passive: true });
  mark();
}

/** A view counts when the page was in sight for a moment; pages that browsers load ahead do not. */
function countView(articleId: string): void {
  setTimeout(() => {
    if (document.visibilityState === "visible") report(`/api/articles/${articleId}/view`, {});
  }, 3_000);
}

function startHelpful(box: HTMLElement): void {
  const form = findKind(HTMLFormElement, "form", box);
  const said = find(".said", box);
  const path = `/api/articles/${box.dataset["helpful"]}/vote`;
  let isHelpful = true;

  /** Answers whether it has arrived. */
  async function vote(comment: string): Promise<boolean> {
    const body = { helpful: isHelpful, ...(comment === "" ? {} : { comment }) };
    const response = await send(path, body).catch(() => null);
    const hasArrived = response?.ok === true;
    if (said) said.textContent = (hasArrived ? said.dataset["thanks"] : box.dataset["failed"]) ?? "";
    return hasArrived;
  }

  async function sendComment(comment: string): Promise<void> {
    if (!form || !(await vote(comment))) return;
    form.hidden = true;
    find("[aria-pressed=true]", box)?.focus();
  }

  for (const button of findAll("[data-value]", box)) {
    button.addEventListener("click", () => {
      isHelpful = button.dataset["value"] === "yes";
      for (const other of findAll("[data-value]", box))
        other.setAttribute("aria-pressed", String(other === button));
      if (form) form.hidden = isHelpful;
      void vote("");
    });
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const comment = findKind(HTMLTextAreaElement, "textarea", form)?.value.trim() ?? "";
    void sendComment(comment);
  });
}
