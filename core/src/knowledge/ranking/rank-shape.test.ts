import { expect, test } from "vitest";
import { PassageReader } from "./passage-terms.ts";
import { readQuestion } from "./question-terms.ts";
import { contextOf } from "./rank-context.ts";
import { meaningOfQuestion } from "./rank-meaning.ts";
import type { MeaningFeatures } from "./rank-meaning.ts";
import { likeness, shapeFeatures } from "./rank-shape.ts";
import type { ShapeFeatures } from "./rank-shape.ts";

type Text = { title: string; content: string };

const reader = new PassageReader();

function contextFor(question: string) {
  const terms = readQuestion(question);
  const known = terms.content.map((term) => ({ term, found_as: term, passages: 5, occurrences: 9 }));
  const found = {
    chunks: [],
    terms: known,
    passages: 100,
    termsInAll: 9_000,
    language: null,
    liveModel: null,
  };
  return contextOf(terms, found, reader.numbers);
}

function shapeOf(question: string, text: Text): ShapeFeatures {
  const passage = reader.takeApart({ ...text, heading: "" });
  return shapeFeatures(text, passage, contextFor(question), 1);
}

function meaningOf(question: string, text: Text): MeaningFeatures {
  const passage = reader.takeApart({ ...text, heading: "" });
  return meaningOfQuestion(contextFor(question))(passage);
}

test("words side by side count as together, words far apart do not", () => {
  const far = `token ${"unrelated filler words stand here ".repeat(6)} expiry`;

  const near = shapeOf("token expiry", { title: "", content: "The token expiry is ten minutes." });
  const apart = shapeOf("token expiry", { title: "", content: far });

  expect(near.together).toBeCloseTo(1);
  expect(apart.together).toBeCloseTo(0.5);
});

test("a sentence that says what something is answers a question that asks what it is", () => {
  const content = "A webhook is an address that we call.";

  expect(shapeOf("What is a webhook?", { title: "", content }).defines).toBe(1);
  expect(shapeOf("How do I sign my webhook requests?", { title: "", content }).defines).toBe(0);
});

test("a title that is an identifier speaks for a passage only when the question names it", () => {
  const page = { title: "client.files.upload", content: "def upload(path)" };

  expect(shapeOf("upload files", page)).toMatchObject({ codeTitle: 1, codeTitleNamed: 1 });
  expect(shapeOf("upload files", { ...page, title: "Upload files" })).toMatchObject({ codeTitle: 0 });
});

test("a number is looked for where the question asks for one", () => {
  const content = "Logs are kept for 30 days.";

  expect(shapeOf("How long are logs kept?", { title: "", content }).number).toBe(1);
  expect(shapeOf("Where are logs kept?", { title: "", content }).number).toBe(0);
});

test("a question as a title is held against the question word by word, small words too", () => {
  const asked = shapeOf("How do I change my email?", {
    title: "How do I change my email?",
    content: "Open settings.",
  });

  expect(asked).toMatchObject({ titleQuestion: 1, titleAsked: 1 });
});

test("a passage in other words is near in meaning though it shares no word", () => {
  const question = "purchase a photo";
  const same = meaningOf(question, { title: "", content: "You can buy the picture of a user." });
  const other = meaningOf(question, { title: "", content: "Our offices are closed on Sunday." });

  expect(same.meaningWords).toBeGreaterThan(other.meaningWords);
  expect(same.meaningSentence).toBeGreaterThan(other.meaningSentence + 0.1);
});

test("what two lists have in common counts once, however often it stands there", () => {
  expect(likeness(new Set([1, 2, 3]), Int32Array.of(3, 4, 3))).toBeCloseTo(2 / 5);
  expect(likeness(new Set(), new Int32Array())).toBe(0);
});
