import { measureClasses, scoresOf, TICKET_TYPES, typeFeatures } from "@firstline/core/classify";
import type { LinearModel } from "@firstline/core/classify";
import { indexOfMost, scoreHeldOut } from "./cross-validate.ts";
import type { Grouped } from "./cross-validate.ts";
import { fitLinear } from "./fit-linear.ts";
import { readOwn } from "./own.ts";
import { readIntents, readLines, textOf } from "./sets.ts";

type Example = { text: string; type: string; weight: number; group: string; set: string };

const CLASSES: string[] = [...TICKET_TYPES];
const OPTIONS = { classes: CLASSES, ridge: 0.3, minRows: 3, maxFeatures: 3_500 };

const STARTS_LIKE_A_WISH =
  /^(?:add|allow|support|enable|provide|introduce|implement|option|ability|make it)\b/iu;
const SOUNDS_BROKEN =
  /\b(?:fail\w*|error|exception|npe|crash\w*|broken|not|doesn'?t|cannot|can'?t|wrong|incorrect\w*|missing|leak\w*|hang\w*|race|deadlock|regression|invalid|bug|fix\w*|issue|flaky|dead|npe|stuck|lost|corrupt\w*)\b/iu;

/** A tracker holds wishes and chores, too, and does not say which: what starts like a wish is not learned as a bug. */
function readReports(): Example[] {
  return readLines("bugs/dev/bugs.jsonl").flatMap((line) => {
    const title = textOf(line, "title");
    const text = `${title}\n${textOf(line, "text")}`;
    const isBroken = SOUNDS_BROKEN.test(title) || textOf(line, "project") === "seamonkey";
    const isWish = STARTS_LIKE_A_WISH.test(title) && !isBroken;
    const example = { group: textOf(line, "id"), set: isBroken ? "bugs" : isWish ? "wishes" : "chores" };
    const type = isWish ? "feature" : "bug";
    return [
      { ...example, text, type, weight: isBroken ? 0.8 : 0.15 },
      { ...example, text: title, type, weight: isBroken ? 0.3 : 0.05 },
    ];
  });
}

const ABOUT_ACCOUNTS = /\b(?:delete|remove|cancel|close|deactivate)\b.*\b(?:account|subscription)\b/iu;

function readQuestions(): Example[] {
  const sets = ["ray-docs", "webapps-faq", "ibm-cloud-docs", "mtrag-general"];
  return sets.flatMap((set) =>
    readLines(`${set}/dev/questions.jsonl`)
      .map((line) => ({
        text: textOf(line, "question"),
        type: "general",
        weight: 0.7,
        group: textOf(line, "id"),
        set,
      }))
      .filter(({ text }) => !ABOUT_ACCOUNTS.test(text)),
  );
}

/** Developers who talk about payments as their subject are not asking about their own bills. */
function readChat(): Example[] {
  return readLines("chat/dev/messages.jsonl")
    .filter((line) => textOf(line, "text").includes("?") && textOf(line, "text").length > 25)
    .map((line) => ({
      text: textOf(line, "text"),
      type: "general",
      weight: 0.5,
      group: textOf(line, "thread") || textOf(line, "id"),
      set: "chat",
    }));
}

function readAll(): Example[] {
  const shop = readIntents("tickets-bitext/dev/intents.jsonl", "intent").map(({ text, label }, i) => ({
    text,
    type: label,
    weight: 0.5,
    group: `shop${i}`,
    set: "tickets-bitext",
  }));
  const own = readOwn("own-tickets.json", "fit").map(({ text, label: type }, i) => ({
    text,
    type,
    weight: 5,
    group: `own${i}`,
    set: "own",
  }));
  return [...shop, ...readReports(), ...readQuestions(), ...readChat(), ...own];
}

export function learnType(): LinearModel {
  const examples = readAll();
  const rows = examples.map(({ text, type, weight, group }): Grouped => {
    return { features: typeFeatures(text), target: CLASSES.indexOf(type), weight, group };
  });
  const { scores, sizes } = scoreHeldOut(rows, OPTIONS, 5);
  console.log(`type: ${rows.length} rows, ${sizes[0]} features`);
  for (const set of new Set(examples.map(({ set }) => set))) {
    const outcomes = examples.flatMap((example, i) =>
      example.set === set
        ? [{ actual: example.type, predicted: CLASSES[indexOfMost(scores[i] ?? [])] ?? "" }]
        : [],
    );
    const { macroF1, accuracy } = measureClasses(outcomes);
    console.log(
      `  ${set}: macro F1 ${macroF1.toFixed(3)}, accuracy ${accuracy.toFixed(3)} of ${outcomes.length}`,
    );
  }
  const model = fitLinear(rows, OPTIONS);
  const check = readOwn("own-tickets.json", "check").map(({ text, label: type }) => {
    return { text, actual: type, predicted: CLASSES[indexOfMost(scoresOf(model, typeFeatures(text)))] ?? "" };
  });
  console.log(`  own sentences kept apart: macro F1 ${measureClasses(check).macroF1.toFixed(3)}`);
  for (const { text, actual, predicted } of check)
    if (actual !== predicted) console.log(`    ${predicted} for ${actual}: ${text}`);
  return model;
}
