import { expect, test } from "vitest";
import { plainCode } from "./plain-code.ts";

test.each([
  ['```js title="src/a.js"\nx\n```', "**src/a.js**\n\n```js\nx\n```"],
  ["```sh [npm]\nnpm i\n```", "**npm**\n\n```sh\nnpm i\n```"],
  ["```ts:line-numbers {1} [a.ts]\nx\n```", "**a.ts**\n\n```ts\nx\n```"],
  ['``` py title="my_a.py" hl_lines="2"\nx\n```', "**my\\_a.py**\n\n```py\nx\n```"],
  ["``` { .yaml .annotate title='a' }\nx\n```", "**a**\n\n```yaml\nx\n```"],
  ["~~~python {1,3} showLineNumbers\nx\n~~~", "~~~python\nx\n~~~"],
  [
    "<CodeGroup>\n  ```bash npm wrap=1\n  a\n  ```\n\n  ```python b.py lines\n  c\n  ```\n</CodeGroup>",
    "<CodeGroup>\n\n  **npm**\n\n  ```bash\n  a\n  ```\n\n  **b.py**\n\n  ```python\n  c\n  ```\n</CodeGroup>",
  ],
  ["1. Run:\n   ```sh title=a\n   x\n   ```", "1. Run:\n\n   **a**\n\n   ```sh\n   x\n   ```"],
  ["```js{1,3}\nx\n```", "```js\nx\n```"],
  [
    "```js\n// highlight-next-line\na\n  /* highlight-start */\nb // [!code focus]\nold // [!code --]\n# highlight-end\nc\n```",
    "```js\na\nb\nc\n```",
  ],
  ["```html\n<!-- highlight-next-line -->\n<b> <!-- [!code ++] -->\n```", "```html\n<b>\n```"],
  ["```js twoslash\nx\n```", "```js\nx\n```"],
  ['```title="a.txt"\nx\n```', "**a.txt**\n\n```\nx\n```"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainCode(markdown)).toBe(plain);
});

test.each([
  ["```js\nx [a] y\n```"],
  ["```rust,ignore\nx\n```"],
  ["```{note} Title\nx\n```"],
  ['````md\n```js title="a"\nx\n```\n````'],
  ["Write ```a [b]``` so."],
  ["// highlight-next-line\n\n```js\na // [!code-block]\n```"],
])("%j stays as written", (markdown) => {
  expect(plainCode(markdown)).toBe(markdown);
});

test.each(["a ", "[", "title=", "=", "{", " ", "a-"])("a long fence of %j is read in no time", (part) => {
  const started = performance.now();

  plainCode(`<CodeGroup>\n\`\`\`a ${part.repeat(100_000)}\nx\n\`\`\``);
  plainCode(`\`\`\`{ .a ${part.repeat(100_000)}\nx\n\`\`\``);

  expect(performance.now() - started).toBeLessThan(3_000);
});
