import { schema } from "@firstline/db";
import { expect, test } from "vitest";
import { newsMarkdown, newsReply } from "./news-words.ts";

const news = {
  post: { id: 7, title: "Dark mode" },
  status: "planned" as const,
  comment: "",
  url: "https://help.example/roadmap/7-dark-mode",
  voted: "for" as const,
};

test.each(schema.FEEDBACK_STATUSES)(
  "the sentence for %s names the post and says that one voted",
  (status) => {
    const text = newsMarkdown({ ...news, status });

    expect(text).toContain("**Dark mode**");
    expect(text).toContain("voted");
  },
);

test.each(schema.FEEDBACK_STATUSES)("who voted against it is not congratulated on %s", (status) => {
  const text = newsMarkdown({ ...news, status, voted: "against" });

  expect(text).toContain("**Dark mode**, which you voted against");
  expect(text).not.toMatch(/voted for|good news|thank/iu);
});

test("what the team says is quoted line by line", () => {
  expect(newsMarkdown({ ...news, comment: "First line\nsecond" })).toContain("\n\n> First line\n> second");
});

test("a title is read as it was written, whatever is in it", () => {
  const text = newsMarkdown({ ...news, post: { id: 7, title: "**x** <b> [a](https://evil.example)" } });

  expect(text).toContain(String.raw`\*\*x\*\* \<b> [a\](https://evil.example)`);
});

test("a thread is told with the names of forty at most, and how many more it is for", () => {
  const reply = newsReply(
    news,
    Array.from({ length: 45 }, (_, i) => `U${i}`),
  );

  expect(reply.mentions).toHaveLength(40);
  expect(reply.markdown).toContain("5 more who voted here");
});

test("each has a button to hear no more, and a link where there is a page", () => {
  expect(newsReply(news, []).buttons).toMatchObject([
    [{ action: "open_link" }, { action: "feedback_unsubscribe", value: "7" }],
  ]);
  expect(newsReply({ ...news, url: null }, []).buttons).toMatchObject([[{ action: "feedback_unsubscribe" }]]);
});
