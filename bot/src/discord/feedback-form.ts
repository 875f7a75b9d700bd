import { TYPE_NAMES } from "@firstline/core";
import type { FeedbackType, MessageRef } from "@firstline/core";
import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from "discord.js";
import { ComponentType, TextInputStyle } from "discord.js";
import { LIMITS } from "./limits.ts";
import { cutLine } from "./markdown.ts";

const FORM = "feedback_form";

/** The form's id says which message the post is made of: channel, message and thread. */
export function toFormId(source: MessageRef | null): string {
  if (!source) return FORM;
  return [FORM, source.channelId, source.messageId, source.threadId ?? ""].join(":");
}

export const isFeedbackForm = (customId: string): boolean => customId.split(":")[0] === FORM;

export function sourceIn(customId: string): MessageRef | null {
  const [, channelId = "", messageId = "", threadId = ""] = customId.split(":");
  if (channelId === "" || messageId === "") return null;
  return { platform: "discord", channelId, messageId, threadId: threadId === "" ? null : threadId };
}

/** The form for a new post. */
export function feedbackForm(
  source: MessageRef | null,
  given: { title: string; description: string },
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: toFormId(source),
    title: "Ask for something",
    components: [
      {
        type: ComponentType.Label,
        label: "What do you miss?",
        description: "In a few words",
        component: {
          type: ComponentType.TextInput,
          custom_id: "title",
          style: TextInputStyle.Short,
          min_length: 3,
          max_length: LIMITS.modal.postTitle,
          required: true,
          ...valueOf(cutLine(given.title, LIMITS.modal.postTitle)),
        },
      },
      {
        type: ComponentType.Label,
        label: "What is it?",
        component: {
          type: ComponentType.StringSelect,
          custom_id: "type",
          required: true,
          options: Object.entries(TYPE_NAMES).map(([value, label]) => ({
            value,
            label,
            default: value === "feature_request",
          })),
        },
      },
      {
        type: ComponentType.Label,
        label: "What would you do with it?",
        description: "Everybody can read this. Please write nothing private.",
        component: {
          type: ComponentType.TextInput,
          custom_id: "description",
          style: TextInputStyle.Paragraph,
          max_length: LIMITS.modal.description,
          required: false,
          ...valueOf(given.description.slice(0, LIMITS.modal.description)),
        },
      },
    ],
  };
}

/** An empty text counts as too short for a field that has a least length. */
const valueOf = (value: string): { value?: string } => (value.length < 3 ? {} : { value });

export type FeedbackText = { title: string; description: string; type: FeedbackType };

export function readFeedbackForm(fields: ModalSubmitFields): FeedbackText {
  const [chosen] = fields.getStringSelectValues("type");
  return {
    title: fields.getTextInputValue("title"),
    description: fields.getTextInputValue("description"),
    type: chosen !== undefined && isType(chosen) ? chosen : "feature_request",
  };
}

const isType = (value: string): value is FeedbackType => Object.hasOwn(TYPE_NAMES, value);
