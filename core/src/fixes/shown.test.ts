import { describe, expect, test } from "vitest";
import { showLines, toShown, toShownOutput } from "./shown.ts";

const PEM = [
  "-----BEGIN PRIVATE KEY-----",
  ...Array.from({ length: 50 }, (_, at) => `MIIEv${at}Qx7`),
  "-----END PRIVATE KEY-----",
];
const KEY = `ghp_${"a1B2".repeat(9)}`;
const FILE = [
  "const a = 1;",
  ...PEM,
  `const token = "${KEY}";`,
  "secret_key:",
  "  q8Zr41LmXcV90tTyUwPd55Kj",
  "end",
];

/** Every window of a file, as a model could ask for it. */
const windows = FILE.flatMap((_, from) =>
  [1, 2, 7, 60].map((count) => ({ from, to: Math.min(FILE.length, from + count) })),
);

describe("lines of a file", () => {
  test("show no part of a secret, whichever are asked for", () => {
    for (const { from, to } of windows) {
      expect(showLines(FILE, from, to)).not.toMatch(/MIIEv|a1B2|q8Zr41/u);
    }
  });

  test("are shown as they are beside it", () => {
    expect(showLines(FILE, 0, 1)).toBe("const a = 1;");
    expect(showLines(FILE, 53, 54)).toBe('const token = "[hidden]";');
    expect(showLines(FILE, 40, 54)).toBe('[hidden]\nconst token = "[hidden]";');
    expect(showLines(FILE, FILE.length - 1, FILE.length)).toBe("end");
  });

  test("are as many as were asked for where there is no key", () => {
    const plain = Array.from({ length: 500 }, (_, at) => `line ${at}`);

    for (const from of [0, 1, 2, 119, 121, 480]) {
      expect(showLines(plain, from, from + 20).split("\n")).toEqual(plain.slice(from, from + 20));
    }
  });
});

describe("what a command printed", () => {
  test("comes without colors, and with its end when it is long", () => {
    const output = `\u001B[31mred\u001B[0m\r\n${"x".repeat(500)}the end`;

    expect(toShownOutput(output, 10_000)).toBe(`red\n${"x".repeat(500)}the end`);
    const cut = toShownOutput(output, 200);
    expect(cut.length).toBeLessThanOrEqual(200);
    expect(cut).toMatch(/^\[\d+ characters cut\]\n[\s\S]*the end$/u);
  });

  test("can be stored whatever it was", () => {
    expect(toShown("a\u0000b\uD800c\td\n")).toBe("ab\uFFFDc\td\n");
  });
});
