import { describe, expect, test } from "vitest";
import type { BugSpec } from "../ports.ts";
import { renderIssue } from "./issue-body.ts";

const MARKER = "<!-- firstline:issue:1:7:abc -->";
const SPEC: BugSpec = {
  title: "CSV export shows a blank page",
  steps: ["Open Reports", "Click Export"],
  expected: "A file is downloaded.",
  actual: "A blank page | nothing else.",
  environment: [{ name: "Browser", value: "Firefox 128" }],
  errorTexts: ["TypeError: rows is undefined\n    at exportCsv (export.js:12:7)"],
  suspectedArea: "reports page",
  severity: "high",
  missing: [],
};

const render = (change: Partial<BugSpec> = {}) =>
  renderIssue({
    spec: { ...SPEC, ...change },
    ticketId: 7,
    consoleUrl: "https://console.example.test",
    reporter: { names: ["Mia Özil"], emails: ["mia@corp.test"], handles: ["U0MIA00001"] },
    marker: MARKER,
  });

test("an issue reads like one that a maintainer would write", () => {
  const { title, body } = render();

  expect(title).toBe("CSV export shows a blank page");
  expect(body).toBe(`A blank page \\| nothing else.

### Steps to reproduce

1. Open Reports
2. Click Export

### Expected and actual

| Expected | Actual |
| --- | --- |
| A file is downloaded. | A blank page \\| nothing else. |

### Environment

| What | Value |
| --- | --- |
| Browser | Firefox 128 |

### What was shown

> \`\`\`text
> TypeError: rows is undefined
>     at exportCsv (export.js:12:7)
> \`\`\`

### Assessment

- Severity: high
- Suspected area: reports page

---

Reported by a community member and put together automatically. [Ticket 7](https://console.example.test/tickets/7) (for the support team)

${MARKER}`);
});

test("what nobody said is said to be missing, and empty parts are left out", () => {
  const { body } = render({
    steps: [],
    expected: null,
    environment: [],
    errorTexts: [],
    suspectedArea: null,
  });

  expect(body).toContain("### Steps to reproduce\n\n*not said*");
  expect(body).toContain("| *not said* |");
  expect(body).not.toContain("Environment");
  expect(body).not.toContain("What was shown");
});

describe("nothing of the reporter gets out", () => {
  const everywhere = (text: string) =>
    render({
      title: text,
      steps: [text],
      expected: text,
      actual: text,
      environment: [{ name: "Browser", value: text }],
      errorTexts: [text],
      suspectedArea: text,
    });

  test.each([
    ["the name", "Mia Özil sees it", "Özil"],
    ["the address", "write to mia@corp.test", "mia@corp.test"],
    ["the handle", "as U0MIA00001 says", "U0MIA00001"],
    ["the folder", "at /Users/mia.oezil/app.js", "mia.oezil"],
    ["a token", `with ghp_${"a1B2".repeat(9)}`, "ghp_"],
    ["a card", "paid with 4111 1111 1111 1111", "1111"],
  ])("%s", (_, text, secret) => {
    const { title, body } = everywhere(text);

    expect(title).not.toContain(secret);
    expect(body).not.toContain(secret);
  });

  test.each([
    ["a mention", "ask @octocat now", /(?<!`)@octocat/u],
    ["a reference", "closes #1", /(?<!`)#1\b/u],
    ["an image", "![x](https://evil.test/i.png)", /(?<!`)!\[/u],
    ["HTML", "<img src=x>", /(?<!\\)<img/u],
    ["a marker of ours", "<!-- firstline:issue:1:8:abc -->", /<!-- firstline:issue:1:8:abc -->/u],
  ])("and %s comes alive nowhere outside of code", (_, text, alive) => {
    const { title, body } = everywhere(text);
    const outsideOfFences = body.replace(/^> ```text\n[\s\S]*?^> ```$/gmu, "");

    expect(`${title}\n${outsideOfFences}`).not.toMatch(alive);
    expect(body.split(MARKER)).toHaveLength(2);
  });
});

test("a title of nothing but what must go has words of ours", () => {
  expect(render({ title: "\u200B" }).title).toBe("A bug that a community member reports");
});
