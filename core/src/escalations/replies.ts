import type { Reply, Source } from "../ports.ts";
import { withoutMassMentions } from "../tickets/text.ts";

export function handoverReply(input: {
  ticketId: number;
  /** The asker asked for a person. */
  asked: boolean;
  mayHelp: Source[];
  note: string;
}): Reply {
  const first = input.asked
    ? "I've asked the team. A person will answer you here in this thread."
    : "I'm not sure enough to answer this myself, so I've asked the team. A person will answer you here in this thread.";
  const meanwhile = input.mayHelp.length > 0 ? "Meanwhile, this may help:" : "";
  return {
    markdown: [first, input.note, meanwhile].filter((part) => part !== "").join("\n\n"),
    sources: input.mayHelp,
    buttons: [[{ action: "ticket_solved", label: "This solved it", value: String(input.ticketId) }]],
  };
}

export function claimedReply(agentName: string): Reply {
  return { markdown: `**${withoutMassMentions(agentName)}** is looking into this and will answer you here.` };
}

export function agentReply(agent: { name: string; avatarUrl: string | null }, markdown: string): Reply {
  const author = { name: withoutMassMentions(agent.name), avatarUrl: agent.avatarUrl };
  return { markdown: withoutMassMentions(markdown), author };
}
