import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { atBorder } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { renderMyTickets } from "../my-tickets.ts";
import { escapeMrkdwn } from "../mrkdwn.ts";
import { openDirect } from "../platform.ts";
import { openView } from "../open-view.ts";
import { COMMAND, NEW_TICKET } from "../scopes.ts";
import { requireWorkspace } from "../team.ts";
import { HELP_TEXT, helpBlocks, MENU, ticketFormView } from "../views.ts";
import type { TicketFormInput } from "../views.ts";
import { whisperTo } from "../whisper.ts";

/** The slash command, the global shortcut and the buttons of the help text. */
export function listenToMenu(app: App, slack: SlackContext): void {
  app.command(COMMAND, async ({ ack, command, context, respond }) => {
    await ack();
    const tell = whisperTo(respond);
    const { channel_id: channelId, trigger_id: trigger, user_id: userId } = command;
    await atBorder(
      slack.ctx.log,
      COMMAND,
      (sentence) => tell(escapeMrkdwn(sentence)),
      async () => {
        const wish = toWish(command.text);
        if (wish.name === "help") return tell(HELP_TEXT, helpBlocks());
        if (wish.name === "new") return openForm(slack, trigger, { channelId, ...wish.form });
        const workspaceId = await requireWorkspace(slack, context.teamId);
        return tell("Your tickets", await renderMyTickets(slack, { workspaceId, userId }));
      },
    );
  });

  app.shortcut({ callback_id: NEW_TICKET, type: "shortcut" }, async ({ ack, shortcut }) => {
    await ack();
    await atBorder(
      slack.ctx.log,
      NEW_TICKET,
      (sentence) => tellDirectly(slack, shortcut.user.id, sentence),
      () => openForm(slack, shortcut.trigger_id, { channelId: null }),
    );
  });

  app.action<BlockAction<ButtonAction>>(MENU.newTicket, async ({ ack, body, respond }) => {
    await ack();
    const tell = sayTo(respond);
    await atBorder(slack.ctx.log, MENU.newTicket, tell, () =>
      openForm(slack, body.trigger_id, { channelId: body.channel?.id ?? null }),
    );
  });

  app.action<BlockAction<ButtonAction>>(MENU.myTickets, async ({ ack, body, context, respond }) => {
    await ack();
    const tell = whisperTo(respond);
    await atBorder(
      slack.ctx.log,
      MENU.myTickets,
      (sentence) => tell(escapeMrkdwn(sentence)),
      async () => {
        const workspaceId = await requireWorkspace(slack, context.teamId);
        await tell("Your tickets", await renderMyTickets(slack, { workspaceId, userId: body.user.id }));
      },
    );
  });
}

type Wish = { name: "help" | "my" } | { name: "new"; form: Omit<TicketFormInput, "channelId"> };

/** Anything but a known word is the question itself: it becomes the form's text. */
function toWish(text: string): Wish {
  const words = text.trim();
  if (words === "" || /^help$/iu.test(words)) return { name: "help" };
  if (/^(?:my|mine|list|tickets)(?: tickets)?$/iu.test(words)) return { name: "my" };
  const bug = /^(?:report )?bug\b:?\s*(?<text>.*)$/isu.exec(words);
  if (bug) return { name: "new", form: { type: "bug", description: bug.groups?.["text"] ?? "" } };
  return { name: "new", form: { description: words.replace(/^new\b:?\s*/iu, "") } };
}

/** A global shortcut is called from nowhere. */
async function tellDirectly({ client }: SlackContext, userId: string, sentence: string): Promise<void> {
  const { channelId } = await openDirect(client, userId);
  await client.chat.postMessage({ channel: channelId, text: escapeMrkdwn(sentence) });
}

/** Buttons of the Home tab have nowhere to answer to. */
function sayTo(respond: Parameters<typeof whisperTo>[0] | undefined): (sentence: string) => Promise<void> {
  if (respond === undefined) return () => Promise.resolve();
  const tell = whisperTo(respond);
  return (sentence) => tell(escapeMrkdwn(sentence));
}

async function openForm(slack: SlackContext, trigger: string, input: TicketFormInput): Promise<void> {
  await openView(slack, trigger, ticketFormView(input));
}
