import { expect, test } from "vitest";
import { toDraft, type AnswerForm } from "./answer-form.ts";

const statement = { passageId: 2, excerpt: "Use --no-drafts.", markdown: "Use `--no-drafts`." };
const form: AnswerForm = {
  statements: [statement],
  selfConfidence: 0.9,
  clarifyingQuestion: null,
  readings: [],
  needsPerson: null,
};
const chunk = { chunkId: 2, articleId: 1, title: "Import", headingPath: [], url: null, text: "" };
const chunks = [chunk, { ...chunk, chunkId: 5 }];

function draftOf(changes: Partial<AnswerForm>): ReturnType<typeof toDraft> {
  return toDraft({ ...form, ...changes }, { chunks });
}

test("each statement with its evidence is a claim, and its words stand in the answer", () => {
  const code = {
    passageId: 5,
    excerpt: "firstline import",
    markdown: "\nRun this:\n\n```sh\nfirstline import\n```\n",
  };

  const draft = draftOf({ statements: [statement, code] });

  expect(draft).toMatchObject({
    ok: true,
    value: {
      markdown: "Use `--no-drafts`.\n\nRun this:\n\n```sh\nfirstline import\n```",
      claims: [
        { statement: "Use `--no-drafts`.", chunkId: 2, excerpt: "Use --no-drafts." },
        { statement: "Run this:\n\n```sh\nfirstline import\n```", chunkId: 5, excerpt: "firstline import" },
      ],
      citedChunkIds: [2, 5],
    },
  });
});

test.each([
  ["a passage that was not shown", { passageId: 99 }],
  ["a passage that is none", { passageId: 1.5 }],
  ["no passage", { passageId: null }],
  ["no excerpt", { excerpt: null }],
  ["a blank excerpt", { excerpt: " " }],
])("a statement with %s stays in the text without being a claim", (_what, changes) => {
  const draft = draftOf({ statements: [{ ...statement, ...changes }] });

  expect(draft).toMatchObject({ value: { markdown: "Use `--no-drafts`.", claims: [], citedChunkIds: [] } });
});

test("a passage that carries several statements is cited once", () => {
  const statements = [5, 2, 5].map((passageId) => ({ ...statement, passageId }));

  expect(draftOf({ statements })).toMatchObject({ value: { citedChunkIds: [5, 2] } });
});

test.each([-0.1, 1.01, 85])("a confidence of %d is not taken for a probability", (selfConfidence) => {
  expect(draftOf({ selfConfidence })).toMatchObject({ ok: false });
});

test.each([[[]], [[{ ...statement, markdown: " \n" }]]])(
  "an answer without text is no answer",
  (statements) => {
    expect(draftOf({ statements })).toMatchObject({ ok: false });
  },
);

test.each(["", "  ", "null", "None."])("%j in an optional field means nothing", (text) => {
  expect(draftOf({ clarifyingQuestion: text, needsPerson: text })).toMatchObject({
    value: { clarifyingQuestion: null, needsPerson: null },
  });
});

test.each([
  ["two stay two", ["Slack", "Discord"], ["Slack", "Discord"]],
  ["more than three become three", ["a", "b", "c", "d"], ["a", "b", "c"]],
  ["one alone is no choice", ["Slack", " "], []],
  ["the same twice is no choice", ["Slack", "Slack "], []],
])("of the readings of a question back, %s", (_what, readings, expected) => {
  expect(draftOf({ clarifyingQuestion: "Which?", readings })).toMatchObject({
    value: { readings: expected },
  });
});

test("a reading that is too long for a button is cut", () => {
  const long = "The importer that runs at every start of the server and reads a folder";

  expect(draftOf({ clarifyingQuestion: "Which?", readings: [long, "The other"] })).toMatchObject({
    value: { readings: ["The importer that runs at every start of the server and rea…", "The other"] },
  });
});

test("readings without a question back are dropped", () => {
  expect(draftOf({ readings: ["Slack", "Discord"] })).toMatchObject({ value: { readings: [] } });
});
