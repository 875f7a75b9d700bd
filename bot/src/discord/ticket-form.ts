import { cleanText, InvalidError } from "@firstline/core";
import type { TicketType } from "@firstline/core";
import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from "discord.js";
import { ComponentType, TextInputStyle } from "discord.js";
import { LIMITS } from "./limits.ts";

export const TICKET_FORM = "ticket_form";

const TYPES: Record<TicketType, string> = {
  general: "A question",
  bug: "Something is broken",
  feature: "An idea or a wish",
  billing: "Billing",
  cancellation: "Cancellation",
};

/** The form for a new ticket, with a type chosen already or not; without one it is found out from the text. */
export function ticketForm(chosen: TicketType | null = null): APIModalInteractionResponseCallbackData {
  return {
    custom_id: TICKET_FORM,
    title: chosen === "bug" ? "Report a bug" : "Ask for help",
    components: [
      {
        type: ComponentType.Label,
        label: "Subject",
        description: "In a few words",
        component: {
          type: ComponentType.TextInput,
          custom_id: "subject",
          style: TextInputStyle.Short,
          min_length: 3,
          max_length: LIMITS.modal.subject,
          required: true,
        },
      },
      {
        type: ComponentType.Label,
        label: "What is it about?",
        component: {
          type: ComponentType.StringSelect,
          custom_id: "type",
          placeholder: "Choose, or leave it to us",
          required: false,
          min_values: 0,
          max_values: 1,
          options: Object.entries(TYPES).map(([value, label]) => ({
            value,
            label,
            default: value === chosen,
          })),
        },
      },
      {
        type: ComponentType.Label,
        label: "Description",
        description: "What happened, and what have you tried?",
        component: {
          type: ComponentType.TextInput,
          custom_id: "description",
          style: TextInputStyle.Paragraph,
          min_length: 1,
          max_length: LIMITS.modal.description,
          required: true,
        },
      },
    ],
  };
}

export type TicketRequest = { subject: string; type: TicketType | null; description: string };

export function readTicketForm(fields: ModalSubmitFields): TicketRequest {
  const subject = cleanText(fields.getTextInputValue("subject"));
  const description = cleanText(fields.getTextInputValue("description"));
  if (subject === "" || description === "")
    throw new InvalidError("Fill in the subject and the description.");
  const [chosen] = fields.getStringSelectValues("type");
  return { subject, description, type: chosen !== undefined && isType(chosen) ? chosen : null };
}

const isType = (value: string): value is TicketType => Object.hasOwn(TYPES, value);
