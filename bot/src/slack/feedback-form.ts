import { STATUS_NAMES, TYPE_NAMES } from "@firstline/core";
import type { FeedbackType, PostOrigin, PostSummary } from "@firstline/core";
import type { ViewOutput } from "@slack/bolt";
import type { KnownBlock, ModalView } from "@slack/types";
import { cut, LIMITS } from "./limits.ts";
import { escapeMrkdwn } from "./mrkdwn.ts";

export const FEEDBACK_FORM = "feedback_form";
export const ALIKE_FORM = "feedback_alike";
/** In front of the post's id, for buttons inside a form. */
export const ALIKE_VOTE = "alike_vote";

const MAX_TITLE = 150;

/** What a form keeps beside its fields. */
export type FormNotes = {
  origin: PostOrigin;
  /** The message that the post is made of. */
  sourceKey: string | null;
  /** What waits to be posted, on the form that offers posts like it. */
  draftId: number | null;
};

export type FeedbackForm = { title: string; description: string; type: FeedbackType; notes: FormNotes };

const plain = (text: string) => ({ type: "plain_text" as const, text, emoji: true });

/** The form for a new post. */
export function feedbackFormView(
  notes: FormNotes,
  given: { title?: string; description?: string } = {},
): ModalView {
  const types = Object.entries(TYPE_NAMES).map(([value, label]) => ({ text: plain(label), value }));
  const [usual] = types;
  const initial = (text: string | undefined, max: number) => (text ? { initial_value: cut(text, max) } : {});
  return {
    type: "modal",
    callback_id: FEEDBACK_FORM,
    private_metadata: JSON.stringify(notes),
    title: plain("Ask for something"),
    submit: plain("Send"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "input",
        block_id: "title",
        label: plain("What do you miss, in a few words?"),
        element: {
          type: "plain_text_input",
          action_id: "value",
          min_length: 3,
          max_length: MAX_TITLE,
          focus_on_load: true,
          ...initial(given.title, MAX_TITLE),
        },
      },
      {
        type: "input",
        block_id: "type",
        label: plain("What is it?"),
        element: {
          type: "static_select",
          action_id: "value",
          options: types,
          ...(usual ? { initial_option: usual } : {}),
        },
      },
      {
        type: "input",
        block_id: "description",
        optional: true,
        label: plain("What would you do with it?"),
        hint: plain("Everybody can read this. Please write nothing private."),
        element: {
          type: "plain_text_input",
          action_id: "value",
          multiline: true,
          max_length: LIMITS.modalText,
          ...initial(given.description, LIMITS.modalText),
        },
      },
    ],
  };
}

/** What was filled in. */
export function readFeedbackForm(view: Pick<ViewOutput, "state" | "private_metadata">): FeedbackForm {
  const field = (block: string) => view.state.values[block]?.["value"];
  const chosen = field("type")?.selected_option?.value;
  return {
    title: field("title")?.value?.trim() ?? "",
    description: field("description")?.value?.trim() ?? "",
    type: isFeedbackType(chosen) ? chosen : "feature_request",
    notes: readNotes(view),
  };
}

/** Slack gives back what we wrote there, and nobody else can write it. */
export function readNotes(view: Pick<ViewOutput, "private_metadata">): FormNotes {
  return JSON.parse(view.private_metadata) as FormNotes;
}

function isFeedbackType(value: string | undefined): value is FeedbackType {
  return value !== undefined && Object.hasOwn(TYPE_NAMES, value);
}

/** Posts that ask for the same as what was just written, before it becomes one more. */
export function alikeView(notes: FormNotes & { draftId: number }, posts: readonly PostSummary[]): ModalView {
  return {
    type: "modal",
    callback_id: ALIKE_FORM,
    private_metadata: JSON.stringify(notes),
    title: plain("Is it one of these?"),
    submit: plain("Post mine anyway"),
    close: plain("Cancel"),
    blocks: [
      section("One post with many votes counts for more than several with few."),
      ...posts.map(offered),
    ],
  };
}

function offered(post: PostSummary): KnownBlock {
  const votes = post.upvotes === 1 ? "1 vote" : `${post.upvotes} votes`;
  const excerpt = escapeMrkdwn(cut(post.description.replace(/\s+/gu, " ").trim(), 200));
  const lines = [
    `*#${post.id} ${escapeMrkdwn(post.title)}*`,
    `${votes} · ${STATUS_NAMES[post.status]}`,
    excerpt,
  ];
  return {
    ...section(lines.filter((line) => line !== "").join("\n")),
    accessory: {
      type: "button",
      action_id: `${ALIKE_VOTE}:${post.id}`,
      value: String(post.id),
      text: plain("Vote for this"),
    },
  };
}

/** What came of it; nothing is left to do but close. */
export function doneView(sentence: string): ModalView {
  return {
    type: "modal",
    title: plain("Thank you"),
    close: plain("Close"),
    blocks: [section(escapeMrkdwn(sentence))],
  };
}

/** The same form with a sentence on top: what went wrong, with everything still there. */
export function withNotice(view: ViewOutput, sentence: string): ModalView {
  const [, ...rest] = view.blocks;
  return {
    type: "modal",
    callback_id: view.callback_id,
    private_metadata: view.private_metadata,
    title: view.title,
    ...(view.submit ? { submit: view.submit } : {}),
    ...(view.close ? { close: view.close } : {}),
    // The first block is the explanation, whose place the sentence takes.
    blocks: [section(escapeMrkdwn(sentence)), ...rest].slice(0, LIMITS.modalBlocks),
  };
}

function section(mrkdwn: string): KnownBlock & { type: "section" } {
  return {
    type: "section",
    text: { type: "mrkdwn", text: cut(mrkdwn, LIMITS.sectionText), verbatim: true },
  };
}
