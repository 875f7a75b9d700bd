import type { TicketType } from "@firstline/core";
import type { ViewOutput } from "@slack/bolt";
import type { ActionsBlock, HomeView, KnownBlock, ModalView } from "@slack/types";
import { cut, LIMITS } from "./limits.ts";
import { COMMAND, FEEDBACK } from "./scopes.ts";

export const TICKET_FORM = "ticket_form";
export const MENU = { newTicket: "menu:new", myTickets: "menu:my" } as const;

const TYPES: Readonly<Record<TicketType, string>> = {
  general: "A question",
  bug: "Something is broken",
  feature: "An idea",
  billing: "Billing",
  cancellation: "Cancellation",
};

export type TicketForm = {
  subject: string;
  /** Null leaves the type to Firstline. */
  type: TicketType | null;
  description: string;
  /** Where the form was opened; null when it was nowhere in particular. */
  channelId: string | null;
};

const plain = (text: string) => ({ type: "plain_text" as const, text, emoji: true });

export type TicketFormInput = { channelId: string | null; description?: string; type?: TicketType };

/** The form for a new ticket; a type that is given is chosen already. */
export function ticketFormView(input: TicketFormInput): ModalView {
  const types = Object.entries(TYPES).map(([value, label]) => ({ text: plain(label), value }));
  const chosen = types.find(({ value }) => value === input.type);
  const given = input.description ? { initial_value: cut(input.description, LIMITS.modalText) } : {};
  return {
    type: "modal",
    callback_id: TICKET_FORM,
    private_metadata: JSON.stringify({ channelId: input.channelId }),
    title: plain(input.type === "bug" ? "Report a bug" : "New ticket"),
    submit: plain("Send"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "input",
        block_id: "subject",
        label: plain("Subject"),
        element: {
          type: "plain_text_input",
          action_id: "value",
          min_length: 3,
          max_length: 120,
          focus_on_load: true,
        },
      },
      {
        type: "input",
        block_id: "type",
        optional: true,
        label: plain("What is it about?"),
        element: {
          type: "static_select",
          action_id: "value",
          placeholder: plain("Choose one"),
          options: types,
          ...(chosen ? { initial_option: chosen } : {}),
        },
      },
      {
        type: "input",
        block_id: "description",
        label: plain("What happened, and what did you expect?"),
        element: {
          type: "plain_text_input",
          action_id: "value",
          multiline: true,
          min_length: 3,
          max_length: LIMITS.modalText,
          ...given,
        },
      },
    ],
  };
}

/** What was filled in. */
export function readTicketForm(view: Pick<ViewOutput, "state" | "private_metadata">): TicketForm {
  const field = (block: string) => view.state.values[block]?.["value"];
  const chosen = field("type")?.selected_option?.value;
  return {
    subject: field("subject")?.value?.trim() ?? "",
    type: isTicketType(chosen) ? chosen : null,
    description: field("description")?.value?.trim() ?? "",
    channelId: channelIn(view.private_metadata),
  };
}

function isTicketType(value: string | undefined): value is TicketType {
  return value !== undefined && Object.hasOwn(TYPES, value);
}

function channelIn(metadata: string): string | null {
  const parsed: unknown = metadata === "" ? null : JSON.parse(metadata);
  const channelId: unknown =
    typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, "channelId") : null;
  return typeof channelId === "string" ? channelId : null;
}

const HELP = [
  "*Ask a question* in a support channel, in a direct message, or anywhere with a mention. I look for the answer in the knowledge base and say where it stands; when I'm not sure, a person takes over.",
  `*\`${COMMAND} new\`* opens a ticket, *\`${COMMAND} bug\`* reports a bug, *\`${COMMAND} my\`* lists your tickets. *Make a ticket* in a message's menu turns that message into one.`,
  `*Miss something?* *\`${FEEDBACK}\`* asks for it, and shows what others ask for, to vote on.`,
];

function section(mrkdwn: string): KnownBlock {
  return { type: "section", text: { type: "mrkdwn", text: mrkdwn } };
}

export const HELP_TEXT = "Ask me a question, or open a ticket.";

export function helpBlocks(): KnownBlock[] {
  return [...HELP.map(section), menu([MENU.newTicket, MENU.myTickets])];
}

function menu(items: readonly string[]): ActionsBlock {
  const labels: Readonly<Record<string, string>> = {
    [MENU.newTicket]: "New ticket",
    [MENU.myTickets]: "My tickets",
  };
  return {
    type: "actions",
    elements: items.map((item) => ({
      type: "button",
      action_id: item,
      text: plain(labels[item] ?? item),
      ...(item === MENU.newTicket ? { style: "primary" as const } : {}),
    })),
  };
}

/** The app's Home tab. */
export function homeView(tickets: readonly KnownBlock[]): HomeView {
  return {
    type: "home",
    blocks: [
      { type: "header", text: plain("How can we help?") },
      ...HELP.map(section),
      menu([MENU.newTicket]),
      { type: "divider" },
      { type: "header", text: plain("Your tickets") },
      ...tickets,
    ],
  };
}
