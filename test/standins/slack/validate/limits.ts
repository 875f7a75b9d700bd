/**
 * Length limits of Block Kit, which the published types do not know. From the reference pages of docs.slack.dev
 * (blocks, block elements, composition objects). A path goes through fields; `[]` means every item of a list.
 */
export interface Limit {
  path: string;
  min?: number;
  max?: number;
}

const OPTIONS: readonly Limit[] = [
  { path: "options[].text.text", min: 1, max: 75 },
  { path: "options[].value", max: 150 },
  { path: "options[].description.text", max: 75 },
  { path: "options[].url", max: 3000 },
];

const MENU: readonly Limit[] = [
  ...OPTIONS,
  { path: "options", min: 1, max: 100 },
  { path: "option_groups", min: 1, max: 100 },
  { path: "option_groups[].label.text", min: 1, max: 75 },
  { path: "option_groups[].options", min: 1, max: 100 },
  { path: "option_groups[].options[].text.text", min: 1, max: 75 },
  { path: "option_groups[].options[].value", max: 150 },
];

const FEEDBACK = ["positive_button", "negative_button"].flatMap((side): Limit[] => [
  { path: `${side}.text.text`, min: 1, max: 75 },
  { path: `${side}.value`, max: 2000 },
  { path: `${side}.accessibility_label`, max: 75 },
]);

/** Fields that mean the same on every block and element. */
export const SHARED_LIMITS: readonly Limit[] = [
  { path: "block_id", min: 1, max: 255 },
  { path: "action_id", min: 1, max: 255 },
  { path: "accessibility_label", max: 75 },
  { path: "placeholder.text", max: 150 },
  { path: "confirm.title.text", max: 100 },
  { path: "confirm.text.text", max: 300 },
  { path: "confirm.confirm.text", max: 30 },
  { path: "confirm.deny.text", max: 30 },
  { path: "image_url", max: 3000 },
];

/** By the `type` of a block, element or text object. */
export const LIMITS: Readonly<Record<string, readonly Limit[]>> = {
  plain_text: [{ path: "text", min: 1, max: 3000 }],
  mrkdwn: [{ path: "text", min: 1, max: 3000 }],
  raw_text: [{ path: "text", min: 1 }],

  actions: [{ path: "elements", min: 1, max: 25 }],
  card: [
    { path: "title.text", max: 150 },
    { path: "subtitle.text", max: 150 },
    { path: "body.text", max: 200 },
  ],
  carousel: [{ path: "elements", min: 1, max: 10 }],
  container: [
    { path: "title.text", max: 150 },
    { path: "subtitle.text", max: 150 },
    { path: "child_blocks", min: 1, max: 10 },
  ],
  context: [{ path: "elements", min: 1, max: 10 }],
  context_actions: [{ path: "elements", min: 1, max: 5 }],
  header: [{ path: "text.text", min: 1, max: 150 }],
  image: [
    { path: "alt_text", min: 1, max: 2000 },
    { path: "title.text", max: 2000 },
  ],
  input: [
    { path: "label.text", min: 1, max: 2000 },
    { path: "hint.text", max: 2000 },
  ],
  markdown: [{ path: "text", min: 1, max: 12_000 }],
  section: [
    { path: "text.text", min: 1, max: 3000 },
    { path: "fields", min: 1, max: 10 },
    { path: "fields[].text", min: 1, max: 2000 },
  ],
  table: [
    { path: "rows", min: 1, max: 100 },
    { path: "rows[]", min: 1, max: 20 },
    { path: "column_settings", max: 20 },
  ],
  video: [
    { path: "title.text", min: 1, max: 200 },
    { path: "author_name", max: 50 },
    { path: "description.text", max: 200 },
  ],

  button: [
    { path: "text.text", min: 1, max: 75 },
    { path: "value", max: 2000 },
    { path: "url", max: 3000 },
  ],
  checkboxes: [...OPTIONS, { path: "options", min: 1, max: 10 }],
  radio_buttons: [...OPTIONS, { path: "options", min: 1, max: 10 }],
  overflow: [...OPTIONS, { path: "options", min: 1, max: 5 }],
  static_select: MENU,
  multi_static_select: MENU,
  feedback_buttons: FEEDBACK,
  icon_button: [
    { path: "text.text", min: 1, max: 75 },
    { path: "value", max: 2000 },
  ],
  plain_text_input: [{ path: "initial_value", max: 3000 }],
  workflow_button: [{ path: "text.text", min: 1, max: 75 }],
};

export const MAX_MESSAGE_BLOCKS = 50;
const MAX_VIEW_BLOCKS = 100;
export const MAX_ATTACHMENTS = 100;
/** chat.postMessage and friends. */
export const MAX_TEXT = 40_000;
/** chat.update counts the bytes of the escaped text. */
export const MAX_UPDATE_TEXT_BYTES = 4_000;
/** markdown_text, and all markdown blocks of one message together. */
export const MAX_MARKDOWN = 12_000;
/** Not documented: messages whose blocks hold more are answered with msg_blocks_too_long (bolt-js issue 2509). */
export const MAX_BLOCKS_TEXT = 13_200;
export const MAX_TABLE_TEXT = 10_000;
export const MAX_VIEW_BYTES = 250_000;
export const MAX_METADATA_BYTES = 16_000;
export const MAX_PUSHED_VIEWS = 3;

export const VIEW_LIMITS: readonly Limit[] = [
  { path: "title.text", min: 1, max: 24 },
  { path: "submit.text", min: 1, max: 24 },
  { path: "close.text", min: 1, max: 24 },
  { path: "private_metadata", max: 3000 },
  { path: "callback_id", max: 255 },
  { path: "external_id", max: 255 },
  { path: "blocks", max: MAX_VIEW_BLOCKS },
];
