import type { Reply, Source } from "../ports.ts";
import { withoutMassMentions } from "../tickets/text.ts";

type EscalationType = "ai_low_confidence" | "user_requested" | "complex_issue";

const A_PERSON = "A person will answer you here.";
const WHY_PEOPLE: Record<EscalationType, string> = {
  ai_low_confidence: `I'm not sure enough to answer this myself, so I've asked the team. ${A_PERSON}`,
  user_requested: `I've asked the team. ${A_PERSON}`,
  complex_issue: `This needs a person, so I've asked the team. ${A_PERSON}`,
};

export function handoverReply(input: {
  ticketId: number;
  type: EscalationType;
  mayHelp: Source[];
  note: string;
}): Reply {
  const meanwhile = input.mayHelp.length > 0 ? "Meanwhile, this may help:" : "";
  return {
    markdown: [WHY_PEOPLE[input.type], input.note, meanwhile].filter((part) => part !== "").join("\n\n"),
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
