import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import { smallStepSignal } from "./small-step.ts";
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
  const signal = smallStepSignal(ctx);
  const { subject, thread, text: question } = asked;
  try {
    const restated = await ctx.fastModel.rewrite({ subject, thread, question }, signal);
    const text = restated?.value?.trim() ?? "";
    return text === "" || text.length > LONGEST ? byRules : text;
  } catch (error) {
    if (!(error instanceof UpstreamError) && !signal.aborted) throw error;
    ctx.log.warn(
      { model: ctx.fastModel.name, error },
      "the question could not be restated; the rules' word stands",
    );
    return byRules;
  }
}
