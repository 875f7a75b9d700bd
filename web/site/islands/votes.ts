import { find, findAll, send } from "./dom.ts";
import { askWho } from "./sign-in.ts";
import { showWho, startSigningOut } from "./sign-out.ts";

type Count = { postId: number; upvotes: number; downvotes: number; mine: 1 | -1 | null };

const MOST_AT_ONCE = 200;

const boxes = findAll("[data-post]");
const toast = find("[data-toast]");
void loadCounts();
void showWho();
startSigningOut(loadCounts);
for (const box of boxes) {
  for (const button of findAll("[data-vote]", box)) {
    button.addEventListener("click", () => void vote(box, button));
  }
}
startFilter();

/** The page is as old as its last change; votes are younger. Without an answer it stays as it is. */
async function loadCounts(): Promise<void> {
  const ids = boxes.map((box) => box.dataset["post"]);
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    const some = ids.slice(start, start + MOST_AT_ONCE).join(",");
    const response = await fetch(`/api/feedback/counts?ids=${some}`).catch(() => null);
    if (!response?.ok) return;
    const { posts }: { posts: Count[] } = await response.json();
    for (const count of posts) show(count);
  }
}

async function vote(box: HTMLElement, button: HTMLElement): Promise<void> {
  const wanted = button.getAttribute("aria-pressed") === "true" ? 0 : Number(button.dataset["vote"]);
  const path = `/api/feedback/${box.dataset["post"]}/vote`;
  try {
    let response = await send(path, { value: wanted });
    if (response.status === 401) {
      if (!(await askWho())) return button.focus();
      // Now that it is known who votes, so are their other votes.
      await Promise.all([loadCounts(), showWho()]);
      response = await send(path, { value: wanted });
    }
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { post }: { post: Count } = await response.json();
    show(post);
    say("");
  } catch {
    say(find("[data-sign-in]")?.dataset["failed"] ?? "");
  }
}

function show({ postId, upvotes, downvotes, mine }: Count): void {
  for (const box of findAll(`[data-post="${postId}"]`)) {
    const up = find("[data-up]", box);
    const down = find("[data-down]", box);
    if (up) up.textContent = String(upvotes);
    if (down) down.textContent = String(downvotes);
    for (const button of findAll("[data-vote]", box)) {
      button.setAttribute("aria-pressed", String(Number(button.dataset["vote"]) === mine));
    }
  }
}

function say(text: string): void {
  if (toast) toast.textContent = text;
}

function startFilter(): void {
  const buttons = findAll("[data-filter] button");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const type = button.dataset["type"] ?? "";
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      for (const post of findAll("[data-kind]")) post.hidden = type !== "" && post.dataset["kind"] !== type;
    });
  }
}
