import { findArticleUrl } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { readHelpCenter } from "../help-center.ts";
import { getPublicArticle } from "../public-article.ts";
import { Words } from "../v1/schemas.ts";
import { answerQuestion, findArticles } from "../v1/search/actions.ts";
import { Answer, Question, Results } from "../v1/search/schemas.ts";
import { defineTool } from "./tool.ts";

export const searchTool = defineTool({
  name: "search_articles",
  title: "Search the help center",
  description:
    "Finds published help articles for a few words, best first, with the passage that fits. Read one with read_article.",
  scope: "search",
  reads: true,
  input: z.strictObject({
    query: Words(500).describe("A few words or a question."),
    limit: z.int().min(1).max(20).optional().describe("8 unless given."),
    locale: z.string().max(35).optional().describe("Language of the reader, such as en or pt-BR."),
  }),
  output: Results,
  async run(caller, search) {
    const data = await findArticles(caller, { ...search, place: "mcp" });
    const lines = data.results.map(
      ({ articleId, title, url, passage }) =>
        `${title} (article ${articleId}, ${url})\n${passage.map((part) => part.text).join("")}`,
    );
    return { data, text: lines.join("\n\n") || "Nothing was found." };
  },
});

const ReadArticle = z.object({
  id: z.int(),
  title: z.string(),
  slug: z.string(),
  url: z.string().nullable(),
  content: z.string().describe("CommonMark."),
  isBeta: z.boolean(),
  updatedAt: z.string(),
});

export const readArticleTool = defineTool({
  name: "read_article",
  title: "Read an article",
  description: "The whole text of a published help article, by its number or its slug.",
  scope: "articles:read",
  reads: true,
  input: z.strictObject({ article: z.union([z.int().positive(), Words(300)]).describe("Number or slug.") }),
  output: ReadArticle,
  async run({ web, key: { workspaceId } }, { article: which }) {
    const key = typeof which === "number" ? { articleId: which } : { slug: which };
    // Whatever reads it may show it to a member.
    const article = await getPublicArticle(web.ctx, { workspaceId, ...key });
    const { id, title, slug, content, isBeta, updatedAt } = article;
    const url = findArticleUrl(article, await readHelpCenter(web, workspaceId));
    const data = { id, title, slug, url, content, isBeta, updatedAt: updatedAt.toISOString() };
    return { data, text: `# ${title}\n\n${content}\n\nSource: ${url ?? "none"}` };
  },
});

export const askTool = defineTool({
  name: "ask",
  title: "Ask a question",
  description:
    "Answers a question from the help articles, with sources, by the same rules as in chat: an answer that is not sure enough is not given, and the outcome is for_people. Then create a ticket.",
  scope: "ask",
  rate: "api_ask",
  reads: true,
  input: Question,
  output: Answer,
  async run(caller, input) {
    const answer = await answerQuestion(caller, input);
    const sources = answer.sources.map(({ title, url }) => `- ${title}${url === null ? "" : ` ${url}`}`);
    const said =
      answer.answer ?? `There is no answer that is sure enough. ${answer.reason ?? "People have to answer."}`;
    return { data: answer, text: [said, answer.clarifyingQuestion, ...sources].filter(Boolean).join("\n\n") };
  },
});
