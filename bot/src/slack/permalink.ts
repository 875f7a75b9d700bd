import type { Identity } from "./home.ts";

type Place = { channelId: string; threadId: string | null; messageId: string };

/** A message's address, made without asking Slack; null until the team's address is known. */
export function permalink(identity: Pick<Identity, "teamUrl"> | null, message: Place): string | null {
  if (identity === null || !/^\d+\.\d+$/u.test(message.messageId)) return null;
  const base = identity.teamUrl.replace(/\/*$/u, "");
  const link = `${base}/archives/${message.channelId}/p${message.messageId.replace(".", "")}`;
  const isReply = message.threadId !== null && message.threadId !== message.messageId;
  return isReply ? `${link}?thread_ts=${message.threadId}&cid=${message.channelId}` : link;
}
