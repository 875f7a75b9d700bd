import { expect, test } from "vitest";
import { plainGitbook } from "./plain-gitbook.ts";

test.each([
  ['{% hint style="info" %}\nA\n{% endhint %}', ":::note\nA\n:::"],
  ["{% hint style='danger' %}\nA\n{% endhint %}", ":::caution\nA\n:::"],
  ["{% hint %} A {% endhint %}", ":::note\nA\n:::"],
  [
    '{% tabs %}\n{% tab title="Mac" %}\nA\n{% endtab %}\n\n{% tab title="Linux" %}\nB\n{% endtab %}\n{% endtabs %}',
    "\n:::group Mac\nA\n:::\n\n:::group Linux\nB\n:::\n",
  ],
  ['{% content-ref url="a.md" %}\n[a.md](a.md)\n{% endcontent-ref %}', "\n[a.md](a.md)\n"],
  ['{% embed url="https://a.example/v?a=1%20" %}', "<https://a.example/v?a=1%20>"],
  ['{% embed url="https://a.example" %}\nThe film\n{% endembed %}', "<https://a.example>\nThe film\n"],
  ['{% file src="../.gitbook/assets/a.pdf" %}', ""],
  ['{% code title="a.js" lineNumbers="true" %}\n```js\na\n```\n{% endcode %}', "**a.js**\n```js\na\n```\n"],
  ['- One\n  {% hint style="tip" %}\n  A\n  {% endhint %}', "- One\n  :::tip\n  A\n  :::"],
  ["{% hint %}\nnever closed", "\nnever closed"],
  ["A\n{% endhint %}", "A\n"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainGitbook(markdown)).toBe(plain);
});

test.each([
  ['```\n{% hint style="info" %}\nA\n{% endhint %}\n```'],
  ["Write `{% hint %}` and `{% endhint %}`."],
  ["{% if user %}\nA\n{% endif %}"],
  ["50 {% of it"],
])("%j stays as written", (markdown) => {
  expect(plainGitbook(markdown)).toBe(markdown);
});

test.each(["{% hint ", "{%", "{% hint a=", "{% hint %}", " ", "%"])(
  "many of %j are read in no time",
  (part) => {
    const started = performance.now();

    plainGitbook(`{% hint ${part.repeat(100_000)}`);

    expect(performance.now() - started).toBeLessThan(3_000);
  },
);
