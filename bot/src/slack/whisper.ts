import type { RespondFn } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";

/**
 * Says something that only the person who clicked or called can see. It needs no membership of the channel.
 * @returns a function that takes mrkdwn, with everything of a person's escaped
 */
export function whisperTo(
  respond: RespondFn,
  threadTs?: unknown,
): (mrkdwn: string, blocks?: KnownBlock[]) => Promise<void> {
  return async (text, blocks) => {
    await respond({
      text,
      ...(blocks ? { blocks } : {}),
      response_type: "ephemeral",
      replace_original: false,
      ...(typeof threadTs === "string" ? { thread_ts: threadTs } : {}),
    });
  };
}
