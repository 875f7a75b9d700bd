import { find, make } from "./dom.ts";
import { readEvents } from "./read-events.ts";

export type AnswerTexts = { answering: string; answerBy: string; answerFailed: string; sources: string };
type Source = { title: string; url: string };
type Outcome = { outcome: string; html: string | null; question: string | null; sources: Source[] };

const running = new WeakMap<HTMLElement, AbortController>();

/** Asks for an answer from the articles and shows it, with what it rests on, as it comes; one that is still on its way is dropped. */
export async function showAnswer(question: string, into: HTMLElement, texts: AnswerTexts): Promise<void> {
  running.get(into)?.abort();
  const mine = new AbortController();
  const { signal } = mine;
  running.set(into, mine);
  const status = make("p", { role: "status" }, texts.answering);
  into.replaceChildren(status);
  into.hidden = false;
  try {
    const response = await fetch("/api/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question }),
      signal,
    });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    for await (const { type, data } of readEvents(response.body)) {
      if (type === "problem") throw new Error("the server has no answer");
      if (type === "answer") show(JSON.parse(data), into, texts);
    }
    if (status.isConnected) throw new Error("the answer broke off");
  } catch {
    if (signal.aborted) return;
    into.replaceChildren(make("p", { role: "status" }, texts.answerFailed));
  }
}

function show({ html, question, sources }: Outcome, into: HTMLElement, texts: AnswerTexts): void {
  if (html === null) throw new Error("not sure enough to answer");
  const text = make("div", { class: "prose answer-text", role: "status" });
  // Made by our server of what it checked, and the page's policy runs no script in it.
  text.innerHTML = html;
  if (question !== null) text.append(make("p", {}, question));
  const list = make(
    "ol",
    {},
    ...sources.map(({ title, url }) => make("li", {}, make("a", { href: url }, title))),
  );
  into.replaceChildren(
    text,
    make("p", { class: "by" }, texts.answerBy),
    ...(sources.length > 0 ? [list] : []),
  );
  find("a", list)?.setAttribute("aria-description", texts.sources);
}
