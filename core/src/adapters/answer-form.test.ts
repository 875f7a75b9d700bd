import { expect, test } from "vitest";
import { AnswerForm, readForm, toDraft } from "./answer-form.ts";

const form = {
  markdown: "Use `--no-drafts`.",
  citedPassageIds: [2],
  selfConfidence: 0.9,
  clarifyingQuestion: null,
  needsPerson: null,
};
const json = JSON.stringify(form, null, 2);
const chunk = { chunkId: 2, articleId: 1, title: "Import", headingPath: [], url: null, text: "" };

test.each([
  ["bare JSON", json],
  ["JSON in a code fence", `\`\`\`json\n${json}\n\`\`\``],
  ["JSON in a nameless fence with prose around it", `Here you are:\n\`\`\`\n${json}\n\`\`\`\nAnything else?`],
  ["JSON after a sentence", `Sure! ${json}`],
  ["JSON after visible thinking that holds braces", `<think>{ maybe { this }</think>\n${json}`],
])("%s is read", (_what, text) => {
  expect(readForm(AnswerForm, text)).toEqual({ ok: true, value: form });
});

test.each([
  ["", "The output was empty."],
  ["I cannot say.", "The output was not JSON."],
  ['{"markdown": "cut off he', "The output was not JSON."],
])("%j is no form", (text, detail) => {
  expect(readForm(AnswerForm, text)).toEqual({ ok: false, detail });
});

test("a form with a wrong field names the field", () => {
  const reading = readForm(AnswerForm, JSON.stringify({ ...form, selfConfidence: "high" }));

  expect(reading).toMatchObject({ ok: false, detail: expect.stringContaining("selfConfidence") });
});

test("only passages of the request are cited, each once, in the model's order", () => {
  const chunks = [chunk, { ...chunk, chunkId: 5 }];

  const draft = toDraft({ ...form, citedPassageIds: [5, 99, 2, 5, 1.5] }, { chunks });

  expect(draft).toMatchObject({ ok: true, value: { citedChunkIds: [5, 2] } });
});

test.each([-0.1, 1.01, 85])("a confidence of %d is not taken for a probability", (selfConfidence) => {
  expect(toDraft({ ...form, selfConfidence }, { chunks: [] })).toMatchObject({ ok: false });
});

test("an answer without text is no answer", () => {
  expect(toDraft({ ...form, markdown: " \n" }, { chunks: [] })).toMatchObject({ ok: false });
});

test.each(["", "  ", "null", "None."])("%j in an optional field means nothing", (text) => {
  const draft = toDraft({ ...form, clarifyingQuestion: text, needsPerson: text }, { chunks: [] });

  expect(draft).toMatchObject({ ok: true, value: { clarifyingQuestion: null, needsPerson: null } });
});
