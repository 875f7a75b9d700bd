import { expect, test } from "vitest";
import { plainMdx } from "./index.ts";

test.each([
  ['import A from "a";\n\nexport const b = {\n  c: 1,\n};\n\nText.', "Text."],
  ['{/* for us */}\n\nText {a.b} goes {"on"}.', "Text  goes on."],
  ['<Tabs>\n  <Tab title="Mac">\n    Run `a`.\n  </Tab>\n</Tabs>', "**Mac**\n\nRun `a`."],
  ['<Step title="Open">Click **x**.</Step>', "**Open**\n\nClick **x**."],
  [
    '<Card\n  title="Start"\n  icon={<Icon name=">" />}\n  href="/start"\n>\n  Text\n</Card>',
    "**[Start](/start)**\n\nText",
  ],
  ['<Card title="API" href="/api" />', "**[API](/api)**"],
  ['Open <Link to="/a">the settings</Link> <Badge>new</Badge>.', "Open [the settings](/a) new."],
  ["<Note>Mind **this**.</Note>", ":::note\nMind **this**.\n:::"],
  ['<Callout type="warning" title="Stop">\n  A\n</Callout>', ":::warning Stop\nA\n:::"],
  ["<Steps>\n  <Step>\n    ```sh\n    a\n      b\n    ```\n  </Step>\n</Steps>", "```sh\na\n  b\n```"],
  ['<p style={{ color: "red" }}>\n  Text\n</p>', "Text"],
  ['<td className="x">a</td>', '<td className="x">a</td>'],
  ["<Video src='a' />\n\n<script>{`a`}</script>\n\nText", "Text"],
  ['<Tooltip tip="a">Keys</Tooltip> open <Icon name="b" /> doors.', "Keys open  doors."],
  ['<Icon name="b" /> Opens', "Opens"],
  [
    "<!-- for us -->\n\n<Note>\n  Mind `<!-- this -->`.\n</Note>\n\n```html\n<!-- kept -->\n```",
    ":::note\nMind `<!-- this -->`.\n:::\n\n```html\n<!-- kept -->\n```",
  ],
  ['<ParamField query="limit" type="number">\n  How many\n</ParamField>', "**limit**\n\nHow many"],
  ["<>\n  Text\n</>", "Text"],
  [
    '<Tabs><Tab title="npm">Run `a`.</Tab><Tab title={"yarn"}>Run `b`.</Tab></Tabs>',
    "**npm**\n\nRun `a`.\n\n**yarn**\n\nRun `b`.",
  ],
  [
    '<Tabs items={["npm", "yarn"]}>\n  <Tabs.Tab>\n    A\n  </Tabs.Tab>\n  <Tabs.Tab>B</Tabs.Tab>\n</Tabs>',
    "**npm**\n\nA\n\n**yarn**\n\nB",
  ],
  [
    '<Tabs values={[{ label: "By npm", value: "a" }, {value: "b", label: "By hand"}]}>\n<TabItem value="b">\n\nB\n\n</TabItem>\n</Tabs>',
    "**By hand**\n\nB",
  ],
  ["```jsx\n<A b={c}>d</A>\n```", "```jsx\n<A b={c}>d</A>\n```"],
])("%j becomes %j", (mdx, plain) => {
  expect(plainMdx(mdx)).toBe(plain);
});

test("what is no MDX loses its imports and exports alone", () => {
  expect(plainMdx('import A from "a";\nUse a < b and {c.\n\n<A>')).toBe("Use a < b and {c.\n\n<A>");
});

test("components that nest without end are no MDX", () => {
  const deep = `${"<A>\n\n".repeat(3_000)}Text${"\n\n</A>".repeat(3_000)}`;

  expect(plainMdx(deep)).toContain("Text");
});

test.each([
  ["quotations in each other", "> ".repeat(100_000)],
  ["ends of links", "](".repeat(100_000)],
  ["emphasis without end", "_a*".repeat(60_000)],
  ["code without end", `{(${"}".repeat(20_000)}`],
  ["a module without end", `export const a = (\n\n${"1+\n\n".repeat(5_000)}`],
  ["a value without end", `<A b={\`${"}".repeat(20_000)}`],
])("%s keep the parser busy for seconds, not minutes", (_, mdx) => {
  const start = performance.now();

  plainMdx(`import A from "a";\n\nText\n\n${mdx}`);

  expect(performance.now() - start).toBeLessThan(25_000);
});

test("a long page of components is read", () => {
  const part = "<Note>\n  Mind **this** [page](/a), `{x}` and {props.a}.\n\n  - One\n  - Two\n</Note>\n\n";

  const plain = plainMdx(part.repeat(700));

  expect(plain).not.toContain("<Note>");
});
