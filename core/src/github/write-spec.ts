import { pickModels } from "../answers/budget.ts";
import { createMeter } from "../answers/spend.ts";
import type { Models } from "../answers/spend.ts";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import type { BugSpec } from "../ports.ts";
import { getChannelSettings } from "../workspaces/settings.ts";
import type { BugCase } from "./bug-case.ts";
import { readSpec } from "./bug-spec.ts";
import { describeByRules } from "./describe-by-rules.ts";
import { piecesToAsk } from "./report-words.ts";
import { checkSpec } from "./spec-check.ts";

export type SpecCtx = Pick<Ctx, "db" | "now" | "log" | "modelTimeoutMs"> & Models;

/** A trace of many lines is copied out. */
const MOST_MS = 60_000;

/**
 * The report taken apart, by the fast model where one is configured, its budget lasts and it says something usable; else
 * by rules. `byRules` leaves the model out.
 */
export async function writeSpec(ctx: SpecCtx, bug: BugCase, options: { byRules: boolean }): Promise<BugSpec> {
  const { ticket, report, messages } = bug;
  const texts = messages.map((message) => message.content);
  const said = { subject: ticket.subject, messages: texts };
  const written = options.byRules ? null : await askModel(ctx, bug, said);
  if (written) return checkSpec(written, said);
  const { askedAt } = report;
  const pieces = piecesToAsk(readSpec(report.spec)?.missing ?? []);
  const asked =
    askedAt === null
      ? null
      : {
          pieces,
          answers: messages
            .filter((message) => message.createdAt > askedAt)
            .map((message) => message.content),
        };
  return checkSpec(describeByRules({ ...said, priority: ticket.priority, asked }), said);
}

async function askModel(
  ctx: SpecCtx,
  { ticket }: BugCase,
  said: { subject: string; messages: string[] },
): Promise<BugSpec | null> {
  const { workspaceId, id: ticketId } = ticket;
  const settings = await getChannelSettings(ctx, workspaceId, ticket);
  const meter = createMeter(ctx, { workspaceId, ticketId });
  const { models } = await pickModels(ctx, { workspaceId, settings, meter });
  try {
    const signal = AbortSignal.timeout(Math.min(ctx.modelTimeoutMs, MOST_MS));
    return (await models.fastModel.describeBug(said, signal))?.value ?? null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.warn({ ticketId, error }, "a bug report is taken apart by rules: the model failed");
    return null;
  }
}
