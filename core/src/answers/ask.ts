import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { InvalidError, NotFoundError } from "../errors.ts";
import type { Source, Usage } from "../ports.ts";
import { detectPriority, detectType } from "../tickets/detect.ts";
import { cleanText, subjectOf } from "../tickets/text.ts";
import { getSettings } from "../workspaces/settings.ts";
import { citedHits, draftAnswer, findPassages, sourcesOf } from "./draft.ts";
import { routeByConfidence } from "./route.ts";
import type { Route } from "./route.ts";

export type Asked = {
  answer: string | null;
  route: Route;
  /** Why it would go to people; null unless it would. */
  reason: string | null;
  confidence: number | null;
  /** What the confidence was made of. */
  parts: Record<string, number>;
  sources: Source[];
  usage: Usage;
};

/** Answers a question as a ticket would be answered, without making one: for the command line and for trying things out. */
export async function askKnowledge(
  ctx: Ctx,
  input: { workspaceId: number; question: string },
): Promise<Asked> {
  const question = cleanText(input.question);
  if (question === "") throw new InvalidError("The question is empty.");
  const [workspace] = await ctx.db
    .select({ name: schema.workspaces.name })
    .from(schema.workspaces)
    .where(eq(schema.workspaces.id, input.workspaceId));
  if (!workspace) throw new NotFoundError("The workspace");
  const settings = await getSettings(ctx, input.workspaceId);

  const hits = await findPassages(ctx, { workspaceId: input.workspaceId, query: question });
  const drafted = await draftAnswer(ctx, {
    request: {
      workspaceName: workspace.name,
      ticket: {
        subject: subjectOf(question),
        type: detectType(question),
        priority: detectPriority(question),
      },
      question,
      thread: [],
      earlierSubjects: [],
    },
    hits,
  });
  if (drafted.outcome === "failed") {
    const sources = sourcesOf(hits, 3);
    const { reason, usage } = drafted;
    return { answer: null, route: "escalate", reason, confidence: null, parts: {}, sources, usage };
  }
  const { draft, confidence, parts, usage } = drafted;
  const route = draft.needsPerson === null ? routeByConfidence(confidence, settings) : "escalate";
  return {
    answer: draft.markdown,
    route,
    reason: draft.needsPerson,
    confidence,
    parts,
    sources: sourcesOf(citedHits(hits, draft), 3),
    usage,
  };
}
