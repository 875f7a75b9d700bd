import { describe, expect, test } from "vitest";
import type { AnswerDraft, Claim, KnowledgeChunk } from "../ports.ts";
import { verifyClaims } from "./verify-claims.ts";

const TOKENS: KnowledgeChunk = {
  chunkId: 7,
  articleId: 1,
  title: "Rotate the API token",
  headingPath: ["Tokens"],
  url: null,
  text: "Open **Settings**, then [Tokens](/tokens), and choose “Rotate”.\nA token lives for 90 days. Run `acme rotate --now` in a hurry.\n\n```sh\nacme rotate --now\nacme status\n```",
};

function draftOf(
  markdown: string,
  claims: [statement: string, excerpt: string, chunkId?: number][],
): AnswerDraft {
  return {
    markdown,
    claims: claims.map(([statement, excerpt, chunkId = 7]): Claim => ({ statement, excerpt, chunkId })),
    citedChunkIds: [7],
    selfConfidence: 0.9,
    clarifyingQuestion: null,
    readings: [],
    needsPerson: null,
  };
}

const verify = (draft: AnswerDraft, question = "How do I rotate a token?") =>
  verifyClaims(draft, { chunks: [TOKENS], question });

const ROTATE = "Choose **Rotate** under Settings, Tokens.";
const LIFE = "A token lives for 90 days.";

describe("an excerpt", () => {
  test.each([
    ["as it stands", "A token lives for 90 days."],
    ["in other case and white space", "a TOKEN  lives\nfor 90 days"],
    ["without Markdown marks", "Open Settings, then Tokens"],
    ["with straight quotation marks", 'and choose "Rotate".'],
    ["in quotation marks of its own", '"A token lives for 90 days."'],
    ["with another mark at its end", "A token lives for 90 days!"],
    ["with something left out", "Open Settings … lives for 90 days"],
    ["with characters that nobody sees", "A to\u200bken lives for 90 days"],
    ["that is one whole command", "`acme rotate --now`"],
    ["that is one option", "--now"],
    ["from a heading and the text", "Rotate the API token"],
  ])("%s supports its statement", (_, excerpt) => {
    expect(verify(draftOf(LIFE, [[LIFE, excerpt]]))).toMatchObject({ standing: "whole", unsupported: [] });
  });

  test.each([
    ["that stands nowhere", "A token lives for ever and ever", 7],
    ["of another passage", "A token lives for 90 days.", 8],
    ["of two words", "a token", 7],
    ["of nothing", "", 7],
    ["with its parts in another order", "and choose Rotate ... open settings", 7],
    ["with parts of one word", "open ... days", 7],
    ["with a word changed", "A token lives for 30 days.", 7],
  ])("%s supports nothing", (_, excerpt, chunkId) => {
    expect(verify(draftOf(LIFE, [[LIFE, excerpt, chunkId]])).standing).toBe("weak");
  });
});

describe("a statement", () => {
  test.each([
    ["a number that no passage has", "A token lives for 365 days."],
    ["code that no passage has", "Run `acme rotate --force`, and wait for 90 days."],
  ])("with %s is made up, whatever its excerpt says", (_, statement) => {
    expect(verify(draftOf(statement, [[statement, "A token lives for 90 days."]])).standing).toBe("weak");
  });

  test("may repeat a number of the question", () => {
    const statement = "Your 400 tokens each live for 90 days.";

    const verified = verify(draftOf(statement, [[statement, LIFE]]), "I have 400 tokens, do they expire?");

    expect(verified.standing).toBe("whole");
  });

  test("that fails is removed where the rest still answers", () => {
    const extra = "It is free.";
    const draft = draftOf(`${ROTATE} ${LIFE} ${extra}`, [
      [ROTATE, "Open Settings, then Tokens"],
      [LIFE, LIFE],
      [extra, "all plans are free"],
    ]);

    const verified = verify(draft);

    expect(verified).toMatchObject({ standing: "trimmed", unsupported: [extra] });
    expect(verified.draft.markdown).toBe(`${ROTATE} ${LIFE}`);
    expect(verified.draft.claims).toHaveLength(2);
  });

  test.each([
    ["comes first", `Tokens never end at all in any plan. ${ROTATE} ${LIFE}`],
    ["is a numbered step", `${ROTATE} ${LIFE}\n\n1. Restart the whole server afterwards.`],
    ["is a code block", `${ROTATE} ${LIFE}\n\n\`\`\`sh\nacme destroy --all\n\`\`\``],
    ["is most of the answer", `${LIFE} Then call the support line and ask them to reset all that you own.`],
  ])("without support that %s makes the answer weak", (_, markdown) => {
    const claims: [string, string][] = [
      [ROTATE, "Open Settings, then Tokens"],
      [LIFE, LIFE],
    ];
    const draft = draftOf(markdown, claims);

    expect(verify(draft)).toMatchObject({ standing: "weak", draft: { markdown } });
  });

  test("without a claim counts when it stands in a passage word for word", () => {
    expect(verify(draftOf(LIFE, [])).standing).toBe("whole");
    expect(verify(draftOf("```sh\nacme rotate --now\nacme status\n```", [])).standing).toBe("whole");
  });

  test("of a removed list item takes the item's mark with it", () => {
    const draft = draftOf(`${ROTATE}\n\n- ${LIFE}\n- It is green.`, [
      [ROTATE, "Open Settings, then Tokens"],
      [LIFE, LIFE],
    ]);

    expect(verify(draft).draft.markdown).toBe(`${ROTATE}\n\n- ${LIFE}`);
  });
});

test.each([
  ["a lead-in", "Then run:"],
  ["an honest limit", "The articles do not say how long a session lives."],
  ["an honest limit in German", "Dazu steht in der Dokumentation leider nichts."],
  ["a question", "Which version do you use?"],
  ["a kind word", "Good luck!"],
])("%s needs no support", (_, words) => {
  const draft = draftOf(`${LIFE} ${words}`, [[LIFE, LIFE]]);

  expect(verify(draft)).toMatchObject({ standing: "whole", draft: { markdown: `${LIFE} ${words}` } });
});

test("words that assert nothing are no answer", () => {
  expect(verify(draftOf("The articles do not say how long a session lives.", [])).standing).toBe("weak");
});
