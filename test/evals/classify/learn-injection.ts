import {
  INJECTION_CLASSES,
  INJECTION_THRESHOLD,
  injectionFeatures,
  injectionMargin,
  sigmoid,
  unmask,
  windowsOf,
} from "@firstline/core/classify";
import type { LinearModel } from "@firstline/core/classify";
import { hashOf, scoreHeldOut } from "./cross-validate.ts";
import type { Grouped } from "./cross-validate.ts";
import { fitLinear } from "./fit-linear.ts";
import { printSet } from "./learn-yes-no.ts";
import { readOwn } from "./own.ts";
import { readLines, textOf } from "./sets.ts";

type Example = { text: string; kind: number; weight: number; group: string; set: string };

const [HARMLESS, ATTACK, SUPPORT] = [0, 1, 2];
const OPTIONS = { classes: [...INJECTION_CLASSES], ridge: 0.05, minRows: 2, maxFeatures: 5_000 };
/** What the parts of a long text count beside the whole. */
const PART_WEIGHT = 0.1;

/** Harmless prompts and what people ask in support are two kinds, so that many easy rows do not blur the hard border. */
function readAll(): Example[] {
  const direct = readLines("injection/dev/direct.jsonl").map((line, i): Example => {
    const kind = line["label"] === 1 ? ATTACK : HARMLESS;
    return { text: textOf(line, "text"), kind: kind ?? 0, weight: 1, group: `direct${i}`, set: "direct" };
  });
  const own = readOwn("own-attacks.json").map(({ text, label }, i): Example => {
    return {
      text,
      kind: (label === "attack" ? ATTACK : SUPPORT) ?? 0,
      weight: 2,
      group: `own${i}`,
      set: "own",
    };
  });
  return [...direct, ...own, ...readSupport()];
}

function readSupport(): Example[] {
  const asked = ["ray-docs", "webapps-faq", "ibm-cloud-docs", "mtrag-general"];
  const messages = [
    ...asked.flatMap((set) =>
      readLines(`${set}/dev/questions.jsonl`).map((line) => textOf(line, "question")),
    ),
    ...readLines("chat/dev/messages.jsonl").map((line) => textOf(line, "text")),
    ...readLines("bugs/dev/bugs.jsonl").map((line) => `${textOf(line, "title")}\n${textOf(line, "text")}`),
    ...readLines("tickets-bitext/dev/intents.jsonl").map((line) => textOf(line, "text")),
  ];
  const passages = asked.flatMap((set) =>
    readLines(`${set}/corpus.jsonl`).map((line) => textOf(line, "text").slice(0, 1_200)),
  );
  const some = (texts: string[], set: string, oneIn: number): Example[] =>
    texts
      .filter((text) => hashOf(text) % oneIn === 0)
      .map((text, i) => ({ text, kind: SUPPORT ?? 0, weight: 0.1, group: `${set}${i}`, set }));
  return [...some(messages, "messages", 5), ...some(passages, "passages", 25)];
}

export function learnInjection(): LinearModel {
  const examples = readAll().flatMap(({ text, ...rest }) =>
    windowsOf(unmask(text)).map((part, i) => ({ ...rest, text: part, isWhole: i === 0 })),
  );
  const rows = examples.map(({ text, kind, weight, group, isWhole }): Grouped => {
    return {
      features: injectionFeatures(text),
      target: kind,
      weight: isWhole ? weight : weight * PART_WEIGHT,
      group,
    };
  });
  const { scores } = scoreHeldOut(rows, OPTIONS, 5);
  console.log(`injection: ${rows.length} rows with parts`);
  for (const set of new Set(examples.map((example) => example.set))) {
    const best = new Map<string, { score: number; positive: boolean }>();
    for (const [i, { group, kind, set: own }] of examples.entries()) {
      if (own !== set) continue;
      const score = sigmoid(injectionMargin(scores[i] ?? []));
      best.set(group, { score: Math.max(score, best.get(group)?.score ?? 0), positive: kind === ATTACK });
    }
    for (const threshold of [INJECTION_THRESHOLD - 0.1, INJECTION_THRESHOLD, INJECTION_THRESHOLD + 0.1]) {
      printSet(`${set} from ${threshold.toFixed(2)}`, [...best.values()], threshold);
    }
  }
  return fitLinear(rows, OPTIONS);
}
