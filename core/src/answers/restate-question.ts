import type { Ctx } from "../context.ts";
import { trySmallStep } from "./small-step.ts";
import type { Models } from "./spend.ts";
import { standAlone } from "./stand-alone.ts";
import type { AskedInThread } from "./stand-alone.ts";

const LONGEST = 1_000;

/**
 * The open question, standing on its own: by the fast model where a thread came before it, else by rules. What the model
 * cannot do is left to the rules, since a clumsy query finds more than none.
 */
export async function restateQuestion(
  ctx: Pick<Ctx, "modelTimeoutMs" | "log"> & Pick<Models, "fastModel">,
  asked: AskedInThread,
): Promise<string> {
  const byRules = standAlone(asked);
  const isFollowUp = asked.thread.some((turn) => turn.sender === "member");
  if (!isFollowUp || ctx.fastModel.kind === "offline") return byRules;
  const { subject, thread, text: question } = asked;
  const restate = (signal: AbortSignal) => ctx.fastModel.rewrite({ subject, thread, question }, signal);
  const restated = await trySmallStep(ctx, restate, {
    otherwise: null,
    fields: { model: ctx.fastModel.name },
    consequence: "the question could not be restated; the rules' word stands",
  });
  const text = restated?.value?.trim() ?? "";
  return text === "" || text.length > LONGEST ? byRules : text;
}
