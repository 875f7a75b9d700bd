import { showAnswer } from "./answer.ts";
import type { AnswerTexts } from "./answer.ts";
import { findKind, isComposed, make } from "./dom.ts";
import { searchArticles } from "./search-api.ts";
import type { Piece, Result } from "./search-api.ts";
import { makeSearchList } from "./search-list.ts";
import type { SearchList } from "./search-list.ts";

export type SearchTexts = AnswerTexts & {
  nothing: string;
  failed: string;
  count: Record<string, string>;
  answer: string;
};

const WAIT_MS = 120;
const SHOWN = 6;

/** Shows what is found while somebody types: a combobox with a list, as the ARIA practices describe it. */
export function startSearchBox(box: HTMLElement): void {
  const input = findKind(HTMLInputElement, "input", box);
  if (!input) return;
  const texts = textsOf(box);
  const answer = make("div", { class: "answer", hidden: true });
  const { list, panel } = makeSearchList(input, answer);
  box.append(panel);
  let typing = new AbortController();

  async function look(query: string): Promise<void> {
    typing.abort();
    typing = new AbortController();
    const { signal } = typing;
    if (query === "") return list.close();
    await new Promise((done) => setTimeout(done, WAIT_MS));
    if (signal.aborted) return;
    try {
      const results = await searchArticles(query, SHOWN, signal);
      if (!signal.aborted) show(query, results);
    } catch {
      if (signal.aborted) return;
      answer.hidden = true;
      list.open([]);
      list.say(texts.failed, true);
    }
  }

  function show(query: string, results: Result[]): void {
    const ask = make("div", { class: "hit ask-hit", role: "option" }, texts.answer);
    ask.addEventListener("click", () => void showAnswer(query, answer, texts));
    answer.hidden = true;
    list.open([...results.map(toOption), ask]);
    list.say(resultText(texts, query, results.length), results.length === 0);
  }

  input.addEventListener("input", () => void look(input.value.trim()));
  input.addEventListener("focus", () => {
    if (!list.isOpen() && input.value.trim() !== "") void look(input.value.trim());
  });
  input.addEventListener("keydown", (event) => {
    if (!isComposed(event) && onKey(event.key, list)) event.preventDefault();
  });
  closeElsewhere(box, list);
}

/** Whether the key was meant for the list. */
function onKey(key: string, list: SearchList): boolean {
  if (!list.isOpen()) return false;
  if (key === "Escape") list.close();
  else if (key === "ArrowDown") list.step(1);
  else if (key === "ArrowUp") list.step(-1);
  else if (key === "Enter" && list.chosen()) list.chosen()?.click();
  else return false;
  return true;
}

function closeElsewhere(box: HTMLElement, list: SearchList): void {
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Node && !box.contains(target)) list.close();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !box.contains(relatedTarget)) list.close();
  });
}

export function textsOf(box: HTMLElement): SearchTexts {
  return JSON.parse(box.dataset["say"] ?? "{}");
}

export function resultText({ nothing, count }: SearchTexts, query: string, n: number): string {
  if (n === 0) return nothing.replace("{query}", query);
  const { lang } = document.documentElement;
  const text = count[new Intl.PluralRules(lang).select(n)] ?? count["other"] ?? "";
  return text.replace("{n}", n.toLocaleString(lang));
}

function toOption({ title, href, category, passage, opened }: Result): HTMLElement {
  const name = make("span", { class: "name" }, title);
  const option = make("a", { class: "hit", role: "option", tabindex: "-1", href }, name);
  if (category) option.append(make("span", { class: "where" }, category));
  if (passage.length > 0) option.append(make("span", { class: "about" }, ...toMarks(passage)));
  option.addEventListener("click", opened);
  return option;
}

export const toMarks = (passage: Piece[]): (HTMLElement | string)[] =>
  passage.map(({ text, hit }) => (hit ? make("mark", {}, text) : text));
