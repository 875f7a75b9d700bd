import { expect, test } from "vitest";
import { plainHugo } from "./plain-hugo.ts";

test.each([
  ["{{< note >}}\nMind **this**.\n{{< /note >}}", ":::note\nMind **this**.\n:::"],
  ['{{% alert title="Stop" color="warning" %}}\nA\n{{% /alert %}}', ":::warning Stop\nA\n:::"],
  ["{{< callout >}}\nA\n{{</ callout >}}", ":::note\nA\n:::"],
  [
    '{{< tabs "id" >}}\n{{< tab "Mac" >}}\nA\n{{< /tab >}}\n{{% tab name="Linux" %}}\nB\n{{% /tab %}}\n{{< /tabs >}}',
    "\n:::group Mac\nA\n:::\n:::group Linux\nB\n:::\n",
  ],
  ['{{< details "More" >}}\nA\n{{< /details >}}', ":::group More\nA\n:::"],
  ['{{< highlight go "linenos=table" >}}\nfunc a() {}\n{{< /highlight >}}', "```go\nfunc a() {}\n```"],
  [
    'A {{< glossary_tooltip text="Pod" term_id="pod" >}} and [B]({{< ref "/docs/b.md#c" >}}).',
    "A Pod and [B](/docs/b.md#c).",
  ],
  ['{{< figure src="/a.png" caption="The thing" >}}\n{{< youtube abc >}}', "The thing\n"],
  ["{{< steps >}}\n\n1. A\n\n{{< /steps >}}", "\n\n1. A\n\n"],
  ["Write {{</* note */>}} so.", "Write {{< note >}} so."],
  ["{{< note >}}\nnever closed", "\nnever closed"],
  ["A\n{{< /note >}}", "A\n"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainHugo(markdown)).toBe(plain);
});

test.each([
  ["```\n{{< note >}}\nA\n{{< /note >}}\n```"],
  ["Set {{ .Values.a }} and ${{ secrets.B }}."],
  ["Write `{{< note >}}` and ``{{< /note >}}``."],
  ["{{<"],
])("%j stays as written", (markdown) => {
  expect(plainHugo(markdown)).toBe(markdown);
});

test.each(["{{< a", '{{< a "', "{{<", '"', "a=", "{{</*", " ", "{{< a >}}"])(
  "many of %j are read in no time",
  (part) => {
    const started = performance.now();

    plainHugo(`{{< a ${part.repeat(100_000)}`);

    expect(performance.now() - started).toBeLessThan(3_000);
  },
);
