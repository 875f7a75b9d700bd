import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, test } from "vitest";
import { guardText } from "./guard-reply.ts";
import type { GuardRules } from "./guard-reply.ts";
import { rulesOfCited } from "./link-hosts.ts";

const RULES: GuardRules = {
  ...rulesOfCited({ urls: [], texts: [] }),
  ownHosts: ["docs.acme.dev"],
  known: "",
  privateText: null,
};
const guard = (text: string) => guardText(text, RULES);

describe("code between fences", () => {
  test.each([
    ["```ts", "type Counts = {", "  [word: string]: number;", "};", "```"],
    ["```html", '<a href="/settings"><img src="logo.png"></a>', "```"],
    ["```md", "[Settings](/settings)", "![Logo](logo.png)", "", "[docs]: /docs", "```"],
    ["1. Write:", "", "   ```js", "   const patch = {", "     [name]: value,", "   };", "   ```"],
  ])("stays as it is: %s %s", (...lines) => {
    const text = lines.join("\n");

    expect(guard(text)).toEqual({ text, problems: [] });
  });

  test.each([
    "[Log in](https://evil.site/x)",
    "[docs]: https://evil.site/x",
    '<img src="https://evil.site/x">',
  ])("names no address that nobody had named: %s", (link) => {
    const { text, problems } = guard(`\`\`\`md\n${link}\n\`\`\``);

    expect(text).not.toContain("evil.site");
    expect(problems).toContain("link");
  });

  test("is none where the platforms see none", () => {
    const { text, problems } = guard("``` a`b\n[Log in](https://evil.site/x)\n![p](/p.png)\n```");

    expect(problems).toContain("link");
    expect(JSON.stringify(fromMarkdown(text))).not.toMatch(/"type":"(?:link|definition|image)"/u);
  });
});

describe("code within a line", () => {
  test.each(['Close `<img src="a.png">` and `<a href="/b">`.', "Write `![Logo](logo.png)`."])(
    "stays as it is: %s",
    (text) => {
      expect(guard(text)).toEqual({ text, problems: [] });
    },
  );

  test.each([
    ["![`a`](/p.png) [`b`](/b)", "`b`"],
    ["`a ![p](/p.png)", "`a"],
  ])("is no cover for what is none: %s", (text, shown) => {
    expect(guard(text)).toEqual({ text: shown, problems: [] });
  });

  test("names no address that nobody had named", () => {
    const { text, problems } = guard("`<img src=https://evil.site/x>` and \\`![p](https://evil.site/y)`");

    expect(text).not.toContain("evil.site");
    expect(problems).toContain("link");
  });
});

describe("footnotes", () => {
  test.each([
    ["Nothing is sent[^1].\n\n[^1]: Alerts are sent always.", "Nothing is sent.\n\nAlerts are sent always."],
    ["Write `[^a-z]` or\n\n```\n[^a-z]\n```", "Write `[^a-z]` or\n\n```\n[^a-z]\n```"],
  ])("leave their words and no signs: %j", (text, shown) => {
    expect(guard(text)).toEqual({ text: shown, problems: [] });
  });

  test("lead nowhere", () => {
    const { text, problems } = guard("[Log in][^x]\n\n[^x]: https://evil.site/x");

    expect(text).not.toContain("evil.site");
    expect(problems).toContain("link");
  });
});
