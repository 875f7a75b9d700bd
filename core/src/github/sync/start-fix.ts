import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { AppError, UpstreamError } from "../../errors.ts";
import { requestFix } from "../../fixes/request.ts";
import type { HostComment } from "../../ports.ts";
import { isFirstSight } from "../../tickets/first-sight.ts";
import { getTicket } from "../../tickets/load.ts";
import { listLinksOf, repoRefOf } from "../load.ts";
import type { Issue } from "../load.ts";
import type { FollowCtx, Following } from "./follow.ts";
import type { CommandComment } from "./sync-comments.ts";

type Asked = { issue: Issue; comment: CommandComment; comments: HostComment[] };

/** `/fix` of a maintainer, once for a comment; a refusal is answered on the issue, a fix that begins is not. */
export async function startFix(
  ctx: FollowCtx,
  following: Following,
  { issue, comment, comments }: Asked,
): Promise<void> {
  const [link] = await listLinksOf(ctx.db, issue);
  if (!link) return;
  const { workspaceId, ticketId } = link;
  const { platform } = await getTicket(ctx.db, workspaceId, ticketId);
  const key = `github:comment:${issue.repositoryId}:${comment.id}`;
  if (await isKnown(ctx, workspaceId, key)) return;
  const remember = (tx: Db) => isFirstSight(tx, workspaceId, platform, key);
  try {
    await requestFix(ctx, { workspaceId, ticketId, login: comment.author, remember });
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof UpstreamError) throw error;
    await refuse(ctx, following, { issue, comment, comments }, error.message);
    await remember(ctx.db);
  }
}

async function isKnown(ctx: Pick<FollowCtx, "db">, workspaceId: number, key: string): Promise<boolean> {
  const e = schema.processedEvents;
  const [known] = await ctx.db
    .select({ id: e.id })
    .from(e)
    .where(and(eq(e.workspaceId, workspaceId), eq(e.eventKey, key)))
    .limit(1);
  return known !== undefined;
}

/** Where we may not write, as on a locked issue, the refusal stays unsaid: what is said after it is not to wait for that. */
async function refuse(
  ctx: Pick<FollowCtx, "log">,
  { repository, code }: Following,
  asked: Asked,
  why: string,
): Promise<void> {
  const marker = `<!-- firstline:fix-refused:${repository.workspaceId}:${asked.comment.id} -->`;
  if (asked.comments.some((comment) => comment.isOurs && comment.body.includes(marker))) return;
  const body = `No fix was started: ${why}\n\n${marker}`;
  try {
    await code.host.createComment(repoRefOf(repository), asked.issue.number, body);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.retryable) throw error;
    ctx.log.warn({ issueId: asked.issue.id, error }, "a refused /fix could not be answered");
  }
}
