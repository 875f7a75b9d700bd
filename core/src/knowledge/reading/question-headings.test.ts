import { expect, test } from "vitest";
import { withQuestionHeadings } from "./question-headings.ts";

test.each([
  [
    "# FAQ\n\nQ: Can I pay later?\n\nA: Yes.\n\nWithin 30 days.\n\nQ: Can I get *it* back?\n\nA: No.",
    "# FAQ\n\n## Can I pay later?\n\nYes.\n\nWithin 30 days.\n\n## Can I get *it* back?\n\nNo.",
  ],
  ["**Q:** One?\n**A:** Yes.\n\n**Q:** Two?\n**A:** No.", "## One?\n\nYes.\n\n## Two?\n\nNo."],
  ["**Q: One?**\nA: Yes.\n\n**Q: Two?** No.", "## One?\n\nYes.\n\n## Two?\n\nNo."],
  ["Question 1: One\n\nAnswer: Yes.\n\nQuestion 2: Two\n\nAnswer: No.", "## One\n\nYes.\n\n## Two\n\nNo."],
  ["Q1. One? A1. Yes.\n\nQ2. Two? A2. No.", "## One?\n\nYes.\n\n## Two?\n\nNo."],
  ["Q: One?\n\n- Yes.\n\nQ: Two?\n\nNo.", "## One?\n\n- Yes.\n\n## Two?\n\nNo."],
  [
    "## Money\n\n**One?**\n\nYes.\n\n**Two?**\n\nNo.\n\n## Rest\n\n**Three?**\n\nPerhaps.",
    "## Money\n\n### One?\n\nYes.\n\n### Two?\n\nNo.\n\n## Rest\n\n### Three?\n\nPerhaps.",
  ],
  [
    "1. **Q: One?**\n   A: Yes.\n\n       code\n2. **Q: Two?**\n   A: No.\n\nEnd.",
    "## One?\n\nYes.\n\n    code\n\n## Two?\n\nNo.\n\nEnd.",
  ],
  [
    "1. **One?**\n\n   - Yes.\n   - So.\n2. **Two?**\n   No.\n3. **Three?**\n\n   No.",
    "## One?\n\n- Yes.\n- So.\n\n## Two?\n\nNo.\n\n## Three?\n\nNo.\n\n",
  ],
  ["Frage: Eins?\nAntwort: Ja.\n\nFrage: Zwei?\nAntwort: Nein.", "## Eins?\n\nJa.\n\n## Zwei?\n\nNein."],
])("%j becomes %j", (markdown, plain) => {
  expect(withQuestionHeadings(markdown)).toBe(plain);
});

test.each([
  ["Q: Only one?\n\nA: Yes."],
  ["**One?**\n\nYes.\n\n**Two?**\n\nNo."],
  ["**One?**\n\n**Two?**\n\n**Three?**\n\n**Four?**"],
  ["A: B\n\nQ: C\n\nQ: D\n\nE"],
  ["```\nQ: One?\nA: Yes.\n\nQ: Two?\nA: No.\n```"],
  ["P. 12 says so.\n\nP. 13 says it, too."],
  ["F1: Help\n\nF2: Rename\n\nF3: View"],
  ["> Q: One?\n> A: Yes.\n\n- Q: Two?\n- A: No."],
  ["The **why?**\n\nSo.\n\nThe **how?**\n\nSo.\n\nThe **who?**\n\nSo."],
])("%j stays as written", (markdown) => {
  expect(withQuestionHeadings(markdown)).toBe(markdown);
});

test.each(["Q: ", "Q: a? ", "**Q:", "Q: a?\nA: b\n\n", "? A", "**a?**\n\n", " ", "?"])(
  "many of %j are read in no time",
  (part) => {
    const started = performance.now();

    withQuestionHeadings(`Q: a?\nA: b\n\nQ: ${part.repeat(400_000 / part.length)}`);

    expect(performance.now() - started).toBeLessThan(3_000);
  },
);
