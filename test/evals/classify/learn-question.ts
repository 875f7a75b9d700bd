import { readFileSync } from "node:fs";
import { questionFeatures } from "@firstline/core/classify";
import type { LinearModel } from "@firstline/core/classify";
import { learnYesNo } from "./learn-yes-no.ts";
import type { YesNo } from "./learn-yes-no.ts";
import { readOwn } from "./own.ts";
import { readLines, textOf } from "./sets.ts";

/** First messages of threads were labelled by hand; of the others, those that neither ask nor report count as no. */
function readChat(): YesNo[] {
  const file = new URL("chat-first-messages.json", import.meta.url);
  const labels: { asks: string[]; doesNotAsk: string[] } = JSON.parse(readFileSync(file, "utf8"));
  const asks = new Map([
    ...labels.asks.map((id) => [id, true] as const),
    ...labels.doesNotAsk.map((id) => [id, false] as const),
  ]);
  return readLines("chat/dev/messages.jsonl").flatMap((line): YesNo[] => {
    const id = textOf(line, "id");
    const text = textOf(line, "text");
    const first = asks.get(id);
    const example = { text, group: textOf(line, "thread") || id };
    if (first !== undefined) return [{ ...example, yes: first, weight: 2, set: "first messages" }];
    if (text.includes("?")) return [{ ...example, yes: true, weight: 0.15, set: "later messages" }];
    return [{ ...example, yes: false, weight: 0.3, set: "later messages" }];
  });
}

function readAsked(): YesNo[] {
  const sets = ["ray-docs", "webapps-faq", "ibm-cloud-docs"];
  const questions = sets.flatMap((set) =>
    readLines(`${set}/dev/questions.jsonl`).map((line) => textOf(line, "question")),
  );
  const requests = readLines("tickets-bitext/dev/intents.jsonl")
    .filter((line, i) => i % 8 === 0 && line["intent"] !== "review")
    .map((line) => textOf(line, "text"));
  const reports = readLines("bugs/dev/bugs.jsonl")
    .filter((line) => line["project"] === "seamonkey")
    .map((line) => `${textOf(line, "title")}\n${textOf(line, "text")}`);
  const toExamples = (texts: string[], set: string): YesNo[] =>
    texts.map((text, i) => ({ text, yes: true, weight: 0.15, group: `${set}${i}`, set }));
  return [
    ...toExamples(questions, "questions"),
    ...toExamples(requests, "requests"),
    ...toExamples(reports, "reports"),
  ];
}

export function learnQuestion(): LinearModel {
  const tickets = readOwn("own-tickets.json", "fit");
  const own = tickets.map(({ text }, i) => ({ text, yes: true, weight: 1, group: `own${i}`, set: "own" }));
  const remarks = readOwn("own-remarks.json", "fit");
  const notAsked = remarks.map(({ text }, i) => ({
    text,
    yes: false,
    weight: 1.5,
    group: `remark${i}`,
    set: "own",
  }));
  return learnYesNo({
    name: "question",
    examples: [...readChat(), ...readAsked(), ...own, ...notAsked],
    features: questionFeatures,
    options: { ridge: 0.2, minRows: 3, maxFeatures: 2_500 },
    threshold: 0.5,
  });
}
