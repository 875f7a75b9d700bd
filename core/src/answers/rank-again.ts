import type { Ctx } from "../context.ts";
import type { KnowledgeHit } from "../knowledge/index.ts";
import { trySmallStep } from "./small-step.ts";
import type { Models } from "./spend.ts";

const FIRST = 20;

/** Lets the fast model order the first 20 passages by their use for the question; without its word the order stays. */
export async function rankAgain(
  ctx: Pick<Ctx, "modelTimeoutMs" | "log"> & Pick<Models, "fastModel">,
  question: string,
  hits: KnowledgeHit[],
): Promise<KnowledgeHit[]> {
  const chunks = hits.slice(0, FIRST);
  if (chunks.length < 2 || ctx.fastModel.kind === "offline") return hits;
  const ranked = await trySmallStep(ctx, (signal) => ctx.fastModel.rerank({ question, chunks }, signal), {
    otherwise: null,
    fields: { model: ctx.fastModel.name },
    consequence: "the passages could not be ranked again; their order stays",
  });
  const order = new Set(ranked?.value);
  const first = [...order].flatMap((id) => chunks.filter((hit) => hit.chunkId === id));
  return [...first, ...hits.filter((hit) => !order.has(hit.chunkId))];
}
