import { showAnswer } from "./answer.ts";
import { find, findKind, make } from "./dom.ts";
import { searchArticles } from "./search-api.ts";
import type { Result } from "./search-api.ts";
import { resultText, textsOf, toMarks } from "./search-box.ts";

const SHOWN = 20;

async function showResults(): Promise<void> {
  const box = find("search");
  const input = box && findKind(HTMLInputElement, "input", box);
  const into = find("[data-results]");
  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  if (!box || !input || !into || query === "") return;
  input.value = query;
  const texts = textsOf(box);
  const note = make("p", { role: "status", class: "soft" });
  const answer = make("div", { class: "answer", hidden: true });
  const ask = make("button", { type: "button", class: "button" }, texts.answer);
  ask.addEventListener("click", () => void showAnswer(query, answer, texts));
  const list = make("ol");
  into.replaceChildren(
    make("div", { class: "found" }, make("div", { class: "found-bar" }, note, ask), answer, list),
  );
  try {
    const results = await searchArticles(query, SHOWN, new AbortController().signal);
    note.textContent = resultText(texts, query, results.length);
    list.replaceChildren(...results.map(toItem));
  } catch {
    note.textContent = texts.failed;
  }
}

function toItem({ title, href, category, passage, opened }: Result): HTMLElement {
  const link = make("a", { href }, title);
  link.addEventListener("click", opened);
  const item = make("li", {}, link);
  if (category) item.append(make("div", { class: "where" }, category));
  if (passage.length > 0) item.append(make("p", { class: "about" }, ...toMarks(passage)));
  return item;
}

void showResults();
