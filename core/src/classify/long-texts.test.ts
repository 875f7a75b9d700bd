import { expect, test } from "vitest";
import { classifyText } from "./classify-text.ts";
import { scoreHiddenOrders } from "./hidden-orders.ts";

const LENGTH = 40_000;

// Patterns that look at a text from every place to its end take minutes for these, and a bot serves nobody meanwhile:
// such a test ends by the runner's limit.
test.each(["a", "aа", "@", "a@", "x@y.", "\n", "#", "![", "<", "`", "https://", "in your "])(
  "%j over and over is read in no more steps than it has characters",
  (piece) => {
    const text = piece.repeat(LENGTH / piece.length);

    expect(scoreHiddenOrders(text)).toBeLessThanOrEqual(1);
    expect(classifyText(text).wantsPerson).toBe(false);
  },
);
