import type { Reply } from "@firstline/core";
import type { APIActionRowComponent, APIComponentInMessageActionRow } from "discord.js";
import { ComponentType } from "discord.js";
import { describe, expect, test } from "vitest";
import { LIMITS } from "./limits.ts";
import { cutMarkdown, toDiscordMarkdown } from "./markdown.ts";
import { renderReply, textOfComponents } from "./render.ts";

const aSource = (title: string, url: string | null) => ({ articleId: 1, title, url, excerpt: null });
const render = (reply: Partial<Reply>) => renderReply({ markdown: "Hello", ...reply });
const textOf = (reply: Partial<Reply>) => textOfComponents(render(reply).components);

function rowsOf(reply: Partial<Reply>): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  return render(reply).components.filter((component) => component.type === ComponentType.ActionRow);
}

describe("an answer", () => {
  test("is text, a line of sources and buttons, and pings nobody", () => {
    const message = renderReply({
      markdown: "Open **Settings**.",
      sources: [aSource("Tokens", "https://help.example/tokens"), aSource("Limits", null)],
      buttons: [[{ action: "ticket_solved", label: "This solved it", value: "42" }]],
    });

    expect(message).toEqual({
      flags: 1 << 15,
      allowed_mentions: { parse: [] },
      components: [
        { type: ComponentType.TextDisplay, content: "Open **Settings**." },
        {
          type: ComponentType.TextDisplay,
          content: "-# Sources: [Tokens](<https://help.example/tokens>) · Limits",
        },
        {
          type: ComponentType.ActionRow,
          components: [
            { type: ComponentType.Button, style: 2, label: "This solved it", custom_id: "ticket_solved:42" },
          ],
        },
      ],
    });
  });

  test("names an article once, however many of its passages it used", () => {
    const url = "https://help.example/tokens";

    expect(textOf({ sources: [aSource("Tokens", url), aSource("Tokens", url)] })).toBe(
      `Hello\n-# Sources: [Tokens](<${url}>)`,
    );
  });

  test("shows a title whose address is none as plain text", () => {
    expect(textOf({ sources: [aSource("Run [it]", "javascript:alert(1)")] })).toContain(
      String.raw`Sources: Run \[it\]`,
    );
  });

  test("is cut at a paragraph and says so when it is longer than Discord takes", () => {
    const paragraph = `${"word ".repeat(99)}end.`;
    const text = textOf({
      markdown: Array.from({ length: 12 }, () => paragraph).join("\n\n"),
      footer: "Ticket #1",
    });

    expect(text.length).toBeLessThanOrEqual(LIMITS.text);
    expect(text).toContain("end.…\n-# (message shortened)\n-# Ticket #1");
  });

  test("carries the delivery mark as the number of its first component", () => {
    expect(renderReply({ markdown: "Hello" }, 77).components[0]).toMatchObject({ id: 77 });
  });

  test("is never empty, which Discord would refuse", () => {
    expect(textOf({ markdown: " " })).toBe("*(empty message)*");
  });
});

describe("a message in somebody's name", () => {
  test("starts with the name, which cannot change the look of the rest", () => {
    expect(textOf({ markdown: "Try again", author: { name: "A*da" } })).toBe(
      String.raw`**A\*da:** Try again`,
    );
  });

  test("leaves lists and code their own lines", () => {
    expect(textOf({ markdown: "- one\n- two", author: { name: "Ada" } })).toBe("**Ada:**\n- one\n- two");
  });
});

describe("a card", () => {
  test("shows fields as they are written: nobody puts a link or a style on the agents' card", () => {
    const { components } = renderReply({
      title: "#7 Refund",
      markdown: "> Please.",
      fields: [
        { label: "Asked by", value: "[Verify](https://evil.example), x_y_z@mail.example" },
        { label: "Earlier tickets", value: "#3 What does **kwargs do?\n#2 Other" },
      ],
    });

    expect(textOfComponents(components)).toContain(
      "**Asked by:** \\[Verify\\](https://evil.example), x\\_y\\_z@mail.example\n" +
        "**Earlier tickets:**\n#3 What does \\*\\*kwargs do?\n#2 Other",
    );
  });

  test("is one colored container with title, text, fields, buttons and footer", () => {
    const { components } = render({
      title: "#7 Cannot log in",
      fields: [
        { label: "Asked by", value: "Mia" },
        { label: "Earlier", value: "#1 a\n#2 b" },
      ],
      buttons: [[{ action: "escalation_claim", label: "Claim", value: "3", style: "primary" }]],
      footer: "Write here.",
    });

    expect(components).toHaveLength(1);
    expect(components[0]).toMatchObject({ type: ComponentType.Container, accent_color: 0x5b6ee1 });
    expect(textOfComponents(components)).toBe(
      ["### #7 Cannot log in", "Hello", "**Asked by:** Mia\n**Earlier:**\n#1 a\n#2 b", "-# Write here."].join(
        "\n",
      ),
    );
  });
});

describe("buttons", () => {
  test("that say the same twice, or that Discord would refuse, are left out", () => {
    const solved = { action: "ticket_solved" as const, label: "Solved", value: "1" };
    const link = { action: "open_link" as const, label: "Open thread", value: "ftp://example.com" };

    expect(rowsOf({ buttons: [[solved, solved, link]] })).toMatchObject([
      { components: [{ label: "Solved" }] },
    ]);
  });

  test("more than five go on in a second row", () => {
    const row = [1, 2, 3, 4, 5, 6].map((rating) => ({
      action: "ticket_rate" as const,
      label: String(rating),
      value: `1:${rating}`,
    }));

    expect(rowsOf({ buttons: [row] }).map(({ components }) => components.length)).toEqual([5, 1]);
  });

  test("a link button has an address and no id", () => {
    const url = "https://discord.com/channels/1/2";

    expect(rowsOf({ buttons: [[{ action: "open_link", label: "Open thread", value: url }]] })).toMatchObject([
      { components: [{ style: 5, url }] },
    ]);
  });
});

describe("CommonMark becomes what Discord shows", () => {
  test.each([
    ["#### Deep heading", "**Deep heading**"],
    ["![Screen](https://x.example/a.png)", "[Screen](https://x.example/a.png)"],
    ["See [the guide](/docs/guide).", "See the guide."],
    ["a\n\n---\n\nb", "a\n\nb"],
    ["| a | b |\n| - | - |\n| 1 | 2 |", "```\n| a | b |\n| - | - |\n| 1 | 2 |\n```"],
    ["`[x](/y)` stays", "`[x](/y)` stays"],
    ["```\n#### code\n```", "```\n#### code\n```"],
    ["Hi @everyone and <@&12>", "Hi @\u200Beveryone and @role"],
  ])("%j", (markdown, shown) => {
    expect(toDiscordMarkdown(markdown)).toBe(shown);
  });
});

test("a cut inside a code block closes the block", () => {
  const cut = cutMarkdown(`\`\`\`\n${"line of code\n".repeat(50)}\`\`\``, 200);

  expect(cut.length).toBeLessThanOrEqual(200);
  expect(cut).toMatch(/…\n```\n-# \(message shortened\)$/u);
});

test("a cut never leaves half an emoji", () => {
  expect(cutMarkdown("😀".repeat(100), 101).isWellFormed()).toBe(true);
});

test.each(["![", "[a](", "| a\n", "#### ", "***"])(
  "a long text of nothing but %j is rendered in no more steps than it has characters",
  (piece) => {
    const text = piece.repeat(40_000 / piece.length);

    expect(toDiscordMarkdown(`${text} end`)).toContain("end");
  },
);

test("a reply in Discord mentions people by their ids alone, and pings only them", () => {
  const message = renderReply({ markdown: "<@9>", mentions: ["11", "everyone", "&12"] });

  expect(message.allowed_mentions).toEqual({ parse: [], users: ["11"] });
  expect(textOfComponents(message.components)).toBe("<@9>\n<@11>");
});
