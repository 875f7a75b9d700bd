import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../json.ts";
import { checkBlocks, checkView, isTooLong, type Surface } from "./blocks.ts";
import { getSchema, type SchemaSet } from "./schema.ts";

let schema: SchemaSet;

// The first run after an update of the types generates the schema.
beforeAll(async () => {
  schema = await getSchema();
}, 120_000);

const plain = (length: number): Json => ({ type: "plain_text", text: "x".repeat(length) });
const mrkdwn = (length: number): Json => ({ type: "mrkdwn", text: "x".repeat(length) });
const button = (fields: Json = {}): Json => ({ type: "button", text: plain(5), action_id: "a", ...fields });
const actions = (...elements: Json[]): Json => ({ type: "actions", elements });
const option = (value: string, length = 5): Json => ({ text: plain(length), value });
const select = (fields: Json): Json => ({
  type: "section",
  text: mrkdwn(1),
  accessory: { type: "static_select", ...fields },
});
const many = (count: number, of: (index: number) => Json): Json[] =>
  Array.from({ length: count }, (_, index) => of(index));

const ACCEPTED: [string, Json[]][] = [
  ["a section of 3,000 characters", [{ type: "section", text: mrkdwn(3000) }]],
  ["a section of fields only", [{ type: "section", fields: many(10, () => mrkdwn(2000)) }]],
  ["a header of 150 characters", [{ type: "header", text: plain(150) }]],
  ["25 buttons", [actions(...many(25, (index) => button({ action_id: `a${index}` })))]],
  [
    "a button with all its fields",
    [actions(button({ value: "v".repeat(2000), url: "https://x.io", style: "danger" }))],
  ],
  ["ten context elements", [{ type: "context", elements: many(10, () => mrkdwn(1)) }]],
  ["an image", [{ type: "image", image_url: "https://x.io/a.png", alt_text: "a" }]],
  [
    "feedback buttons",
    [
      {
        type: "context_actions",
        elements: [feedback("good"), { type: "icon_button", icon: "trash", text: plain(6), action_id: "d" }],
      },
    ],
  ],
  ["12,000 characters of Markdown", [{ type: "markdown", text: "x".repeat(12_000) }]],
  [
    "a select with its initial option",
    [select({ action_id: "s", options: [option("a")], initial_option: option("a") })],
  ],
  ["fifty blocks", many(50, () => ({ type: "divider" }))],
];

function feedback(value: string): Json {
  const side = { text: plain(4), value };
  return { type: "feedback_buttons", action_id: "f", positive_button: side, negative_button: side };
}

const REFUSED: [string, Json[], string][] = [
  [
    "a section of 3,001 characters",
    [{ type: "section", text: mrkdwn(3001) }],
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "an empty section text",
    [{ type: "section", text: mrkdwn(0) }],
    "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a section without anything",
    [{ type: "section" }],
    "missing required field: text [json-pointer:/blocks/0]",
  ],
  [
    "eleven fields",
    [{ type: "section", fields: many(11, () => mrkdwn(1)) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  ],
  ["a long field", [{ type: "section", fields: [mrkdwn(2001)] }], "must be less than 2001 characters"],
  ["a header of 151 characters", [{ type: "header", text: plain(151) }], "must be less than 151 characters"],
  [
    "a header in mrkdwn",
    [{ type: "header", text: mrkdwn(1) }],
    "failed to match all allowed schemas [json-pointer:/blocks/0/text/type]",
  ],
  [
    "26 buttons",
    [actions(...many(26, (index) => button({ action_id: `a${index}` })))],
    "no more than 25 items allowed",
  ],
  ["no button", [actions()], "no fewer than 1 items required"],
  ["two buttons of one action_id", [actions(button(), button())], '`action_id` "a" already exists'],
  [
    "a long button text",
    [actions(button({ text: plain(76) }))],
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  ],
  [
    "a long button value",
    [actions(button({ value: "v".repeat(2001) }))],
    "must be less than 2001 characters",
  ],
  ["a long action_id", [actions(button({ action_id: "v".repeat(256) }))], "must be less than 256 characters"],
  ["an unknown style", [actions(button({ style: "green" }))], "/blocks/0/elements/0"],
  ["an unknown field", [actions(button({ colour: "green" }))], "invalid additional property: colour"],
  ["a script as an address", [actions(button({ url: "javascript:alert(1)" }))], "invalid url"],
  [
    "a long confirm title",
    [actions(button({ confirm: { title: plain(101), text: plain(1) } }))],
    "must be less than 101 characters",
  ],
  [
    "eleven context elements",
    [{ type: "context", elements: many(11, () => mrkdwn(1)) }],
    "no more than 10 items allowed",
  ],
  [
    "an image without alt_text",
    [{ type: "image", image_url: "https://x.io/a.png" }],
    "missing required field: alt_text",
  ],
  [
    "too much Markdown in all",
    many(2, () => ({ type: "markdown", text: "x".repeat(6_001) })),
    "markdown blocks must be less than 12001",
  ],
  [
    "101 options",
    [select({ action_id: "s", options: many(101, (index) => option(`${index}`)) })],
    "no more than 100 items allowed",
  ],
  [
    "a long option",
    [select({ action_id: "s", options: [option("a", 76)] })],
    "must be less than 76 characters",
  ],
  ["no options at all", [select({ action_id: "s" })], "exactly one of options, option_groups is required"],
  [
    "an initial option that is not offered",
    [select({ action_id: "s", options: [option("a")], initial_option: option("b") })],
    "initial option is not one of the options",
  ],
  [
    "a repeated block_id",
    many(2, () => ({ type: "divider", block_id: "same" })),
    '`block_id` "same" already exists',
  ],
  [
    "51 blocks",
    many(51, () => ({ type: "divider" })),
    "no more than 50 items allowed [json-pointer:/blocks]",
  ],
  ["an unknown block", [{ type: "banner" }], "unsupported type: banner [json-pointer:/blocks/0/type]"],
  ["a block without a type", [{ text: "x" }], "missing required field: type"],
  [
    "two tables",
    many(2, () => ({ type: "table", rows: [[{ type: "raw_text", text: "x" }]] })),
    "only_one_table_allowed",
  ],
  [
    "a file input in a message",
    [{ type: "input", label: plain(1), element: { type: "file_input", action_id: "f" } }],
    "unsupported type: file_input",
  ],
];

describe("blocks of a message", () => {
  test.each(ACCEPTED)("%s is taken", (_name, blocks) => {
    expect(checkBlocks(schema, blocks, "message")).toEqual([]);
  });

  test.each(REFUSED)("%s is refused", (_name, blocks, problem) => {
    expect(checkBlocks(schema, blocks, "message").join("\n")).toContain(problem);
  });

  test("all text of the blocks together is limited", () => {
    expect(isTooLong(many(4, () => ({ type: "section", text: mrkdwn(3000) })))).toBe(false);
    expect(isTooLong(many(5, () => ({ type: "section", text: mrkdwn(3000) })))).toBe(true);
  });
});

const input = {
  type: "input",
  block_id: "i",
  label: plain(5),
  element: { type: "plain_text_input", action_id: "t" },
};
const modal = (fields: Json = {}): Json => ({
  type: "modal",
  title: plain(24),
  submit: plain(4),
  blocks: [input],
  ...fields,
});
const limitedInput = (fields: Json): Json => ({ ...input, element: { ...input.element, ...fields } });

const REFUSED_VIEWS: [string, Json, string][] = [
  [
    "a title of 25 characters",
    modal({ title: plain(25) }),
    "must be less than 25 characters [json-pointer:/view/title/text]",
  ],
  ["no title", modal({ title: undefined }), "missing required field: title"],
  ["inputs without submit", modal({ submit: undefined }), "missing required field: submit"],
  [
    "long private_metadata",
    modal({ private_metadata: "x".repeat(3001) }),
    "must be less than 3001 characters",
  ],
  ["101 blocks", modal({ blocks: many(101, () => ({ type: "divider" })) }), "no more than 100 items allowed"],
  ["a Markdown block", modal({ blocks: [{ type: "markdown", text: "x" }] }), "unsupported type: markdown"],
  [
    "an impossible length",
    modal({ blocks: [limitedInput({ min_length: 9, max_length: 3 })] }),
    "min_length must not be greater than max_length",
  ],
  [
    "a long placeholder",
    modal({ blocks: [limitedInput({ placeholder: plain(151) })] }),
    "must be less than 151 characters",
  ],
  [
    "a Home with a title",
    { type: "home", title: plain(1), blocks: [] },
    "invalid additional property: title",
  ],
  ["an unknown type", { type: "page", blocks: [] }, "unsupported type"],
];

describe("views", () => {
  test.each([
    modal(),
    modal({ blocks: many(100, () => ({ type: "divider" })) }),
    { type: "home", blocks: [] },
  ])("a good view is taken", (view) => {
    expect(checkView(schema, view)).toEqual([]);
  });

  test.each(REFUSED_VIEWS)("%s is refused", (_name, view, problem) => {
    expect(checkView(schema, JSON.parse(JSON.stringify(view))).join("\n")).toContain(problem);
  });

  test("a hundred blocks are fine on views but not in a message", () => {
    const surfaces: Surface[] = ["home", "modal", "message"];
    const problems = surfaces.map(
      (surface) =>
        checkBlocks(
          schema,
          many(100, () => ({ type: "divider" })),
          surface,
        ).length,
    );
    expect(problems).toEqual([0, 0, 1]);
  });
});
