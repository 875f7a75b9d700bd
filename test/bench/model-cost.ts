import type { ConversationTurn, LanguageModel, ModelStep, Usage } from "@firstline/core";
import { costOf, createAnthropicModel } from "@firstline/core/adapters";
import { startModels } from "../standins/models/index.ts";
import type { Models } from "../standins/models/index.ts";
import { benchDatabase } from "./database.ts";
import { MONTH, monthOfMessages, seeded } from "./model-month.ts";
import type { Arrival } from "./model-month.ts";
import { fillForModels, PASSAGES, questionOf } from "./model-questions.ts";
import type { Search } from "./model-questions.ts";
import type { Line } from "./report.ts";
import { typicalAnswer } from "./typical-answer.ts";

const STRONG = "claude-sonnet-5-5";
const FAST = "claude-haiku-5-5";
/** The stand-in counts four characters a token; today's models make about a third more tokens of a text. */
const TOKENIZER = 1.3;
/** Tokens that are thought at low effort before anything is written; they cost what output costs. */
const THINKING: Record<ModelStep, number> = {
  answer: 250,
  judge: 100,
  classify: 30,
  rewrite: 30,
  rerank: 50,
  describe_bug: 250,
  fix: 500,
};
/** Share of the fast model's answers that the judge finds weak, so that the strong one answers too. */
const WEAK = 0.3;

const LIMIT_USD = 5;

type Way = "strong" | "fast" | "fast, then strong";
const WAYS: Way[] = ["strong", "fast", "fast, then strong"];

/** What a month of 1,000 users costs: the requests that are really sent, at list prices, with the cache as it would be. */
export async function benchModelCost(): Promise<Line[]> {
  const database = await benchDatabase();
  let clock = 0;
  const models = await startModels({ now: () => clock });
  models.answerWith(typicalAnswer);
  try {
    const search = await fillForModels(database);
    console.log(assumptions());
    const lines: Line[] = [];
    for (const way of WAYS) {
      // Another day for each way: the next one finds the caches of the one before expired.
      const start = clock + 86_400_000;
      const bill = await runMonth({ models, way, search, setClock: (at) => (clock = start + at) });
      lines.push(...toLines(way, bill));
    }
    return lines;
  } finally {
    await models.close();
    await database.stop();
  }
}

function assumptions(): string {
  return [
    `${MONTH.users} users a month: ${MONTH.questions} questions, ${MONTH.followUps * 100} % with a follow-up, ${MONTH.chatter} other posts that are sorted only;`,
    `spread over ${MONTH.workDays} days of ${MONTH.hoursADay} hours; ${PASSAGES} passages an answer; ${TOKENIZER} times the tokens the stand-in counts;`,
    `thinking of ${THINKING.answer} tokens an answer; "fast, then strong" answers ${WEAK * 100} % a second time.`,
  ].join("\n");
}

type Month = { models: Models; way: Way; search: Search; setClock: (at: number) => void };
type Bill = Map<string, { usd: number; calls: number; cached: number; input: number }>;

async function runMonth({ models, way, search, setClock }: Month): Promise<Bill> {
  const bill: Bill = new Map();
  const options = { apiKey: models.apiKey, baseUrl: models.anthropicUrl };
  const strong = createAnthropicModel({ ...options, model: STRONG, effort: "low" });
  const fast = createAnthropicModel({ ...options, model: FAST, effort: "low" });
  const random = seeded(11);
  for (const arrival of monthOfMessages()) {
    setClock(arrival.at);
    await handle({ arrival, way, strong, fast, search, isWeak: () => random() < WEAK, bill });
  }
  return bill;
}

type Turn = {
  arrival: Arrival;
  way: Way;
  strong: LanguageModel;
  fast: LanguageModel;
  search: Search;
  isWeak: () => boolean;
  bill: Bill;
};

async function handle(turn: Turn): Promise<void> {
  const { arrival, way, strong, fast, search, bill } = turn;
  const asked = questionOf(arrival.index);
  const subject = asked.slice(0, 80);
  if (arrival.kind !== "follow-up") {
    const text = arrival.kind === "chatter" ? "Thanks, that works now! Have a nice weekend all." : asked;
    charge(bill, "classify", (await fast.classify({ subject, text }, patient))?.usage);
    if (arrival.kind === "chatter") return;
  }
  const question = arrival.kind === "question" ? asked : "And how do I undo that again?";
  const thread = arrival.kind === "question" ? [] : earlierTurns(asked);
  charge(bill, "rewrite", (await fast.rewrite({ subject, thread, question }, patient))?.usage);
  const chunks = await search(asked);

  const writers = {
    strong: [strong],
    fast: [fast],
    "fast, then strong": turn.isWeak() ? [fast, strong] : [fast],
  };
  for (const writer of writers[way]) {
    const ticket = { subject, type: "general", priority: "normal" } as const;
    const shared = { workspaceName: "Ray", ticket, earlierSubjects: [] };
    const answer = await writer.answer({ ...shared, question, thread, chunks }, patient);
    charge(bill, `answer by ${writer.name}`, answer.usage);
    if (answer.outcome !== "answered") throw new Error(`The stand-in's answer was ${answer.outcome}.`);
    const { markdown, claims, citedChunkIds } = answer.draft;
    const cited = chunks.filter((chunk) => citedChunkIds.includes(chunk.chunkId));
    const judged = await fast.judge({ question, answer: markdown, claims, chunks: cited }, patient);
    charge(bill, "judge", judged?.usage);
  }
}

const patient = new AbortController().signal;

function charge(bill: Bill, what: string, usage: Usage | undefined): void {
  if (!usage) return; // the step was not needed
  const step = what.split(" ")[0] as ModelStep; // every name begins with its step
  const entry = bill.get(what) ?? { usd: 0, calls: 0, cached: 0, input: 0 };
  const noPrompt = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 };
  const thought = costOf(usage.model, { ...noPrompt, outputTokens: THINKING[step] }) ?? Number.NaN;
  entry.usd += (usage.costUsd ?? Number.NaN) * TOKENIZER + thought;
  entry.calls += 1;
  entry.cached += usage.cachedInputTokens;
  entry.input += usage.inputTokens;
  bill.set(what, entry);
}

function toLines(way: Way, bill: Bill): Line[] {
  const total = [...bill.values()].reduce((sum, { usd }) => sum + usd, 0);
  const shared = { floor: null, unit: "USD" } as const;
  const parts = [...bill].map(([what, { usd, calls, cached, input }]): Line => {
    const read = Math.round((100 * cached) / input);
    const prompt = Math.round((input / calls) * TOKENIZER);
    const name = `  ${what}: ${calls} calls, ${prompt} prompt tokens each, ${read} % from the cache`;
    return { ...shared, what: name, ours: usd, target: null };
  });
  const target = way === "fast, then strong" ? { oursUnder: LIMIT_USD } : null;
  if (way === "fast, then strong") console.log(`\n${limitOf(bill, total)}`);
  return [{ ...shared, what: `a month of 1,000 users, ${way}`, ours: total, target }, ...parts];
}

/** How often the strong model may answer before the month costs more than it shall. */
function limitOf(bill: Bill, total: number): string {
  const second = bill.get(`answer by ${STRONG}`);
  const first = bill.get(`answer by ${FAST}`);
  if (!second || !first) return "";
  const share = (LIMIT_USD - (total - second.usd)) / (second.usd / second.calls) / first.calls;
  return `The month stays under ${LIMIT_USD} USD while the strong model answers no more than ${Math.floor(share * 100)} % a second time.`;
}

function earlierTurns(asked: string): ConversationTurn[] {
  const answer =
    "Set it in the configuration file and restart the service. The change applies to new jobs only.";
  return [
    { sender: "member", name: "Ana", text: asked },
    { sender: "ai", name: null, text: answer },
  ];
}
