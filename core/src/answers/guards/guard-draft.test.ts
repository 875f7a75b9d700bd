import { expect, test } from "vitest";
import type { AnswerDraft, KnowledgeChunk } from "../../ports.ts";
import { guardDraft, guardSoFar } from "./guard-draft.ts";

const CHUNK: KnowledgeChunk = {
  chunkId: 1,
  articleId: 1,
  title: "Install",
  headingPath: [],
  url: "https://github.com/acme/docs/install.md",
  text: "Download the [installer](https://github.com/acme/tool/releases) and look at https://vendor.dev/status.",
};
const CTX = { helpCenterUrl: "https://help.acme.dev" };
const AROUND = {
  writer: { privateText: "" },
  cited: [CHUNK],
  question: "How do I install it?",
  settings: { allowedLinkHosts: ["acme.io"] },
};

function guard(markdown: string): { text: string; problems: string[]; soFar: string | null } {
  const draft: AnswerDraft = {
    markdown,
    claims: [],
    citedChunkIds: [1],
    selfConfidence: 1,
    clarifyingQuestion: null,
    readings: [],
    needsPerson: null,
  };
  const guarded = guardDraft(CTX, draft, { ...AROUND, removed: [] });
  const soFar = guardSoFar(CTX, markdown, AROUND);
  return { text: guarded.draft.markdown, problems: guarded.problems, soFar };
}

test.each([
  "[Install](https://github.com/acme/docs/install.md#steps)",
  "[Installer](https://github.com/acme/tool/releases)",
  "[Help](https://help.acme.dev/anything) and [status](https://status.acme.io)",
  "See `https://vendor.dev/status`.",
])("an answer keeps what the cited article and the operator allow: %s", (markdown) => {
  expect(guard(markdown)).toEqual({ text: markdown, problems: [], soFar: markdown });
});

test.each(["[Install](https://github.com/evil/x)", "See _https://github.com/evil/x_."])(
  "an article does not open its whole host: %s",
  (markdown) => {
    const { text, problems, soFar } = guard(markdown);

    expect(text).not.toContain("evil");
    expect(problems).toEqual(["link"]);
    expect(soFar).toBeNull();
  },
);
