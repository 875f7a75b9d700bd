import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

test("lines may end as on Windows", async () => {
  const written = ":::tip Title\r\nText\r\n:::\r\n\r\nAfter\r\n";

  expect(await readBody(written, { isMdx: false })).toBe("> [!TIP]\n> **Title**\n>\n> Text\n\n\nAfter");
});

test("a page of MDX may name its headings", async () => {
  const written = '## Install {#install}\n\n<Tab title="Mac">\n  Run it.\n</Tab>';

  expect(await readBody(written, { isMdx: true })).toBe("## Install\n\n**Mac**\n\nRun it.");
});

test("Markdown that imports components is MDX", async () => {
  const written = 'import {\n  Tab,\n} from "@theme/Tab";\n\n<Tab title="Mac">\n  Run it.\n</Tab>';

  expect(await readBody(written, { isMdx: false })).toBe("**Mac**\n\nRun it.");
});

test("Markdown with tabs is MDX, and what shows tabs in code is none", async () => {
  const tabs = '<Tabs>\n<TabItem label="Mac">\n\nRun it.\n\n</TabItem>\n</Tabs>';
  const code = `\`\`\`jsx\n${tabs}\n\`\`\`\n\nSet {name} to 1.`;

  expect(await readBody(tabs, { isMdx: false })).toBe("**Mac**\n\nRun it.");
  expect(await readBody(code, { isMdx: false })).toBe(code);
});

test("code of a group keeps its titles", async () => {
  const written = "::: code-group\n\n```sh [npm]\nnpm i\n```\n\n:::";

  expect(await readBody(written, { isMdx: false })).toBe("**npm**\n\n```sh\nnpm i\n```");
});

test("code that imports makes no MDX of Markdown", async () => {
  const written = '```js\nimport a from "a";\n```\n\nSet {name} to 1.';

  expect(await readBody(written, { isMdx: false })).toBe(written);
});

test("blocks of MkDocs and GitBook become callouts and titles of the help center", async () => {
  const written = [
    '!!! warning "Mind this"\n\n    It is **gone**.',
    '=== "Mac"\n\n    ```sh\n    brew install it\n    ```',
    '{% hint style="success" %}\nDone.\n{% endhint %}',
    "::: code-group\n\n<<< @/a.js\n\n:::",
    "[Go on](https://a.example){ .md-button }",
  ].join("\n\n");

  const plain = await readBody(written, { isMdx: false });

  expect(plain.replace(/\n{2,}/gu, "\n\n")).toBe(
    [
      "> [!WARNING]\n> **Mind this**\n>\n>\n> It is **gone**.",
      "**Mac**",
      "```sh\nbrew install it\n```",
      "> [!TIP]\n> Done.",
      "[Go on](https://a.example)",
    ].join("\n\n"),
  );
});

test("callouts of Obsidian have marks that the help center knows", async () => {
  expect(await readBody("> [!info]- Mind\n> Text", { isMdx: false })).toBe(
    "> [!NOTE]\n> **Mind**\n>\n> Text",
  );
});

test("signs of one tool alone are words", async () => {
  const written = "[[toc]]\n\n:material-check: See [[Set up|the set-up]] and press ++ctrl+c++.";

  expect(await readBody(written, { isMdx: false })).toBe("See the set-up and press `Ctrl+C`.");
});

test("an unknown container keeps no callout from being one", async () => {
  const written = "::: package.module\n\n!!! note\n    Text";

  expect(await readBody(written, { isMdx: false })).toBe("::: package.module\n\n\n> [!NOTE]\n> Text");
});
