import type { Ctx } from "../context.ts";
import { searchKnowledge } from "../knowledge/index.ts";
import type { Source } from "../ports.ts";
import { sourcesOf } from "./draft.ts";

/** An internal article must be among so many of the best passages to be worth an agent's time. */
const AMONG = 8;
const MOST = 2;

/**
 * Internal articles that may help the agents with a question. A search of its own: what is found for a member's answer
 * never holds them in the first place.
 */
export async function findForAgents(
  ctx: Pick<Ctx, "db" | "embedder" | "findEmbedder" | "log">,
  input: { workspaceId: number; query: string },
): Promise<Source[]> {
  const hits = await searchKnowledge(ctx, {
    ...input,
    limit: AMONG,
    includeBeta: true,
    includeInternal: true,
  });
  const internal = hits.filter((hit) => hit.audience === "agents");
  return sourcesOf(internal, MOST).map((source) => ({ ...source, title: `${source.title} (internal)` }));
}
