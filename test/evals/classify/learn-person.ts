import { PERSON_THRESHOLD, personFeatures } from "@firstline/core/classify";
import type { LinearModel } from "@firstline/core/classify";
import { learnYesNo } from "./learn-yes-no.ts";
import type { YesNo } from "./learn-yes-no.ts";
import { readOwn } from "./own.ts";
import { readLines, textOf } from "./sets.ts";

/** "When can I reach customer service" asks for hours, and "contact customer service" for people: neither is learned. */
const UNCLEAR = "contact_customer_service";

export function learnPerson(): LinearModel {
  const shop = readLines("tickets-bitext/dev/intents.jsonl").flatMap((line, i): YesNo[] => {
    const intent = textOf(line, "intent");
    if (intent === UNCLEAR) return [];
    const yes = intent === "contact_human_agent";
    return [
      { text: textOf(line, "text"), yes, weight: yes ? 1 : 0.3, group: `shop${i}`, set: "tickets-bitext" },
    ];
  });
  const asked = ["ray-docs", "webapps-faq", "ibm-cloud-docs"].flatMap((set) =>
    readLines(`${set}/dev/questions.jsonl`).map((line, i): YesNo => {
      return {
        text: textOf(line, "question"),
        yes: false,
        weight: 0.3,
        group: `${set}${i}`,
        set: "questions",
      };
    }),
  );
  const chat = readLines("chat/dev/messages.jsonl").map((line): YesNo => {
    return {
      text: textOf(line, "text"),
      yes: false,
      weight: 0.3,
      group: textOf(line, "thread") || textOf(line, "id"),
      set: "chat",
    };
  });
  const own = readOwn("own-persons.json").map(({ text, label }, i): YesNo => {
    return { text, yes: label === "wants", weight: 6, group: `own${i}`, set: "own" };
  });
  return learnYesNo({
    name: "person",
    examples: [...shop, ...asked, ...chat, ...own],
    features: personFeatures,
    options: { ridge: 0.2, minRows: 2, maxFeatures: 2_000 },
    threshold: PERSON_THRESHOLD,
  });
}
