/** Buttons of whoever asked, under replies in their own thread; everybody may press them. */
export const ASKER_ACTIONS = [
  "ticket_solved",
  "ticket_ask_person",
  "ticket_reopen",
  "ticket_rate",
  "ticket_choose",
  "fix_works",
  "fix_fails",
  "feedback_vote",
  "feedback_unvote",
  "feedback_downvote",
  "feedback_unsubscribe",
  "feedback_make",
  "feedback_post",
] as const;

/** Buttons that work in the agent channel and the console only. */
export const AGENT_ACTIONS = [
  "escalation_claim",
  "escalation_resolve",
  "bug_file",
  "bug_link",
  "bug_unlink",
  "fix_try",
  "fix_reviewed",
] as const;

/** Every button whose press reaches us: platforms look incoming ids up here. */
export const PRESSED_ACTIONS = [...ASKER_ACTIONS, ...AGENT_ACTIONS] as const;

export type PressedAction = (typeof PRESSED_ACTIONS)[number];

/**
 * What a button does; the value it carries is always an id of ours, plus a rating for `ticket_rate`, plus the question's id
 * and a reading's number for `ticket_choose`, plus the number for `bug_link`. The `bug_` and `fix_` ones of agents
 * carry the ticket's id; `fix_works` and `fix_fails` are the asker's answer to a shipped fix. The `feedback_` ones carry the
 * post's id, `feedback_post` the draft's, `feedback_make` the ticket's, with ":new" behind it when no similar post shall be offered. `open_link` carries
 * an address and is never pressed here: the reader's own program opens it.
 */
export type ButtonAction = PressedAction | "open_link";
