import { expect, test } from "vitest";
import { detectLanguage, splitSentences, termsOf } from "../index.ts";

const LENGTH = 40_000;

// Patterns that look at a text from every place to its end take minutes for these, and a bot serves nobody meanwhile:
// such a test ends by the runner's limit.
test.each(["a", "aа", "A1", "@", "a@", "’", ")", "_", "(", "<a ", "a.", "? ", "e.g. "])(
  "%j over and over is read in no more steps than it has characters",
  (piece) => {
    const text = piece.repeat(LENGTH / piece.length);

    expect(splitSentences(`${text} It ends.`).join(" ")).toContain("It ends.");
    expect(termsOf(`${text} end`)).toContain("end");
    expect(detectLanguage(text)).not.toBe("fr");
  },
);
