import type { Ctx } from "../../context.ts";
import type { AnswerDraft, KnowledgeChunk, LanguageModel } from "../../ports.ts";
import { cutText } from "../../text/index.ts";
import type { WorkspaceSettings } from "../../workspaces/settings.ts";
import { guardText } from "./guard-reply.ts";
import type { GuardProblem, GuardRules } from "./guard-reply.ts";
import { hostOf, rulesOfCited } from "./link-hosts.ts";

export type GuardedDraft = {
  draft: AnswerDraft;
  problems: GuardProblem[];
  /** What was taken out of the draft before, fit to be shown to agents. */
  removed: string[];
};

type Around = {
  /** Who wrote the draft. */
  writer: Pick<LanguageModel, "privateText">;
  cited: readonly KnowledgeChunk[];
  question: string;
  settings: Pick<WorkspaceSettings, "allowedLinkHosts">;
};

/** What fits on a button of every platform. */
const LONGEST_READING = 75;

/** Guards everything in a draft that a member may get to see. */
export function guardDraft(
  ctx: Pick<Ctx, "helpCenterUrl">,
  draft: AnswerDraft,
  around: Around & { removed: string[] },
): GuardedDraft {
  const rules = rulesOf(ctx, around);
  const problems = new Set<GuardProblem>();
  const guard = (text: string): string => {
    const guarded = guardText(text, rules);
    for (const problem of guarded.problems) problems.add(problem);
    return guarded.text;
  };
  const shown = {
    ...draft,
    markdown: guard(draft.markdown),
    clarifyingQuestion: draft.clarifyingQuestion === null ? null : guard(draft.clarifyingQuestion),
    readings: draft.readings.map((reading) => asLabel(guard(reading))).filter((reading) => reading !== ""),
    needsPerson: draft.needsPerson === null ? null : guard(draft.needsPerson),
  };
  const removed = around.removed.map((text) => guardText(text, rules).text);
  return { draft: shown, problems: [...problems], removed };
}

/** An answer while it is written, fit to be shown; null as soon as something in it is nobody's but an agent's to decide on. */
export function guardSoFar(ctx: Pick<Ctx, "helpCenterUrl">, markdown: string, around: Around): string | null {
  const { text, problems } = guardText(markdown, rulesOf(ctx, around));
  return problems.length > 0 ? null : text;
}

function rulesOf(ctx: Pick<Ctx, "helpCenterUrl">, { writer, cited, question, settings }: Around): GuardRules {
  const texts = cited.map((chunk) => chunk.text);
  const urls = cited.flatMap((chunk) => (chunk.url === null ? [] : [chunk.url]));
  const own = ctx.helpCenterUrl === null ? null : hostOf(ctx.helpCenterUrl);
  return {
    ...rulesOfCited({ urls, texts }),
    ownHosts: own === null ? settings.allowedLinkHosts : [...settings.allowedLinkHosts, own],
    known: [question, ...texts].join("\n"),
    privateText: writer.privateText ?? null,
  };
}

function asLabel(reading: string): string {
  return cutText(reading.replace(/\s+/gu, " ").trim(), LONGEST_READING);
}
