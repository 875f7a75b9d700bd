import type { Reply, Source } from "../ports.ts";
import { withoutMassMentions } from "../tickets/text.ts";
import type { Words } from "../words/words.ts";

type Handover = {
  ticketId: number;
  type: keyof Words["handover"];
  mayHelp: Source[];
  note: string;
};

export function handoverReply(words: Words, { ticketId, type, mayHelp, note }: Handover): Reply {
  const meanwhile = mayHelp.length > 0 ? words.meanwhile : "";
  return {
    markdown: [words.handover[type], note, meanwhile].filter((part) => part !== "").join("\n\n"),
    sources: mayHelp,
    sourcesLabel: words.sources,
    buttons: [[{ action: "ticket_solved", label: words.solved, value: String(ticketId) }]],
  };
}

export function claimedReply(words: Words, agentName: string): Reply {
  return { markdown: words.claimed(`**${withoutMassMentions(agentName)}**`) };
}

export function agentReply(agent: { name: string; avatarUrl: string | null }, markdown: string): Reply {
  const author = { name: withoutMassMentions(agent.name), avatarUrl: agent.avatarUrl };
  return { markdown: withoutMassMentions(markdown), author };
}
