import { askKnowledge, ensureWorkspace, explainConfidence } from "@firstline/core";
import type { Asked, Config } from "@firstline/core";
import { createLog } from "@firstline/core/adapters";
import { createCtx, openDatabase } from "../wire.ts";

export async function runAsk(
  config: Config,
  question: string,
  options: { json?: boolean; agents?: boolean },
): Promise<number> {
  const database = await openDatabase(config);
  try {
    const ctx = createCtx(config, database, createLog(config.logLevel));
    const workspace = await ensureWorkspace(ctx, config.workspace);
    const asked = await askKnowledge(ctx, {
      workspaceId: workspace.id,
      question,
      isForAgents: options.agents ?? false,
    });
    console.log(options.json ? JSON.stringify(asked, null, 2) : describe(asked));
    return 0;
  } finally {
    await database.close();
  }
}

const ROUTES: Record<Asked["route"], string> = {
  resolve: "would answer and resolve",
  clarify: "would answer and ask back",
  escalate: "would hand over to a person",
};

/** What happens in place of what the confidence alone would lead to. */
const INSTEAD: Record<Asked["happens"], string> = {
  resolve: "it resolves",
  clarify: "it asks whether that helped",
  escalate: "it goes to a person",
};

function describe(asked: Asked): string {
  const sure = asked.confidence === null ? "" : `${Math.round(asked.confidence * 100)} % sure, `;
  const why = explainConfidence(asked.parts, asked.model);
  const isHeld = asked.held !== null;
  const reason = asked.reason === null || isHeld ? "" : ` (${asked.reason})`;
  const sources = asked.sources.map((source) => `  - ${source.title}${source.url ? `  ${source.url}` : ""}`);
  return [
    asked.answer ?? "(no answer)",
    "",
    ...(sources.length > 0 ? ["Sources:", ...sources, ""] : []),
    `${sure}${ROUTES[asked.route]}${reason}; answered by ${asked.model}.`,
    ...(why.length > 0 ? [`Why this sure: ${why.join("; ")}.`] : []),
    ...asked.notes.filter((note) => note !== asked.held),
    ...(isHeld ? [`For now ${INSTEAD[asked.happens]}: ${asked.held}`] : []),
  ].join("\n");
}
