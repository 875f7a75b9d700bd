import type { Ctx } from "../context.ts";
import type { LanguageModel } from "../ports.ts";
import type { AssessInput } from "./assess.ts";
import { guardSoFar } from "./guards/guard-draft.ts";
import { findSteering } from "./guards/steering.ts";

/** Hears an answer while it is written: made fit to be shown, in whole sentences. */
export type OnDraft = (markdownSoFar: string) => void;

type HearInput = Omit<AssessInput, "writer" | "draft"> & { onDraft?: OnDraft | undefined };

/**
 * What a streaming model is given to report to; undefined where nobody listens. Nothing is passed on while something that
 * the model reads tries to steer it, nor from the first word on that the guards would hold an answer for.
 */
export function hearDraft(
  ctx: Pick<Ctx, "helpCenterUrl" | "scoreInjection">,
  writer: LanguageModel,
  input: HearInput,
): OnDraft | undefined {
  const { onDraft, request, shown, settings } = input;
  if (onDraft === undefined || writer.kind === "offline") return undefined;
  if (findSteering({ request, cited: shown, shown, score: ctx.scoreInjection }) !== null) return undefined;

  let isHeld = false;
  let last = "";
  return (markdown) => {
    const whole = wholeSentences(markdown);
    if (isHeld || whole.length <= last.length) return;
    last = whole;
    const text = guardSoFar(ctx, whole, { writer, cited: shown, question: request.question, settings });
    if (text === null) isHeld = true;
    else if (text !== "") onDraft(text);
  };
}

/** Half a link or half a secret is recognised by no guard: what is not finished yet stays back. */
export function wholeSentences(markdown: string): string {
  const end = /^[\s\S]*(?:[.!?…:](?=\s)|\n)/u.exec(markdown)?.[0] ?? "";
  return end.trimEnd();
}
