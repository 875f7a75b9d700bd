import { act, PRESSED_ACTIONS } from "@firstline/core";
import type { PressedAction } from "@firstline/core";
import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { atBorder } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { escapeMrkdwn } from "../mrkdwn.ts";
import { requireWorkspace } from "../team.ts";
import { whisperTo } from "../whisper.ts";

const BUTTON = new RegExp(`^(${PRESSED_ACTIONS.join("|")}):`, "u");

/** Buttons under messages: acknowledged at once, then done; the person who clicked gets one sentence. */
export function listenToActions(app: App, slack: SlackContext): void {
  app.action(/^open_link:/u, ({ ack }) => ack());
  app.action<BlockAction<ButtonAction>>(BUTTON, async ({ ack, action, body, context, respond }) => {
    await ack();
    const tell = whisperTo(respond, body.container["thread_ts"]);
    await atBorder(
      slack.ctx.log,
      action.action_id,
      (sentence) => tell(escapeMrkdwn(sentence)),
      async () => {
        const sentence = await act(slack.ctx, {
          workspaceId: await requireWorkspace(slack, context.teamId),
          platform: "slack",
          ...toPlace(body),
          by: await slack.directory.find(body.user.id),
          ...toAction(action),
        });
        if (sentence !== "") await tell(escapeMrkdwn(sentence));
      },
    );
  });
}

/** Where the button stands; a message of ours can have its own thread, one that a single person sees cannot. */
function toPlace(body: BlockAction): { channelId: string; threadId: string | null; isDirect: boolean } {
  const { container } = body;
  const channelId = body.channel?.id ?? "";
  const isWhisper = container["is_ephemeral"] === true;
  const ts: unknown = container["thread_ts"] ?? (isWhisper ? null : container["message_ts"]);
  return {
    channelId,
    threadId: typeof ts === "string" ? ts : null,
    isDirect: channelId.startsWith("D") && !isWhisper,
  };
}

function toAction({ action_id: id, value }: ButtonAction): { action: PressedAction; value: string } {
  const action = PRESSED_ACTIONS.find((each) => id.startsWith(`${each}:`));
  if (!action) throw new Error(`a listener for buttons got ${id}`);
  return { action, value: value ?? id.slice(action.length + 1) };
}
