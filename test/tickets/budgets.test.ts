import { askKnowledge, importArticles, UpstreamError } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { aMessageId, anArticle } from "../support/factories.ts";
import { malformed, overloaded, refused, scriptedModel } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const calls = () =>
  database.db.select().from(schema.modelCalls).where(eq(schema.modelCalls.workspaceId, desk.workspace.id));

/** What was spent already, at this time. */
async function spent(costUsd: number | null, tokens = 0): Promise<void> {
  await database.db.insert(schema.modelCalls).values({
    workspaceId: desk.workspace.id,
    ticketId: null,
    step: "answer",
    model: "strong-1",
    inputTokens: tokens,
    outputTokens: 0,
    cachedTokens: 0,
    costUsd,
    createdAt: desk.ctx.now(),
  });
}

async function answeredBy(): Promise<string | null | undefined> {
  const { ticketId } = await desk.ask({ messageId: aMessageId() });
  await desk.answer(ticketId);
  return (await desk.read(ticketId)).messages.at(-1)?.aiModelUsed;
}

/** A fast model of another name beside the strong one. */
function withFastModel(): ReturnType<typeof scriptedModel> {
  const fast = scriptedModel();
  desk.ctx.fastModel = {
    ...fast,
    name: "fast-1",
    answer: async (request, signal) => {
      const answer = await fast.answer(request, signal);
      return { ...answer, usage: { ...answer.usage, model: "fast-1" } };
    },
  };
  return fast;
}

describe("every call of a model is written down", () => {
  test("with its ticket, its tokens and its cost", async () => {
    const { ticketId } = await desk.ask();
    await desk.answer(ticketId);

    expect(await calls()).toMatchObject([
      {
        ticketId,
        step: "answer",
        model: "scripted-1",
        inputTokens: 1200,
        outputTokens: 80,
        cachedTokens: 1000,
        costUsd: 0.0012,
      },
    ]);
  });

  test("also when its output was dropped", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(malformed, refused);
    await desk.answer(ticketId);

    expect(await calls()).toHaveLength(2);
  });

  test("also when the call failed in the middle, once", async () => {
    const { ticketId } = await desk.ask();
    const usage = {
      model: "scripted-1",
      inputTokens: 700,
      outputTokens: 1,
      cachedInputTokens: 0,
      costUsd: 0.0007,
    };
    desk.ctx.model.next(new UpstreamError("anthropic", "It broke off.", { retryable: true, usage }));

    await expect(desk.answer(ticketId)).rejects.toThrow("broke off");

    expect(await calls()).toMatchObject([{ ticketId, step: "answer", inputTokens: 700, costUsd: 0.0007 }]);
  });

  test("but not when the service said nothing of its cost", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(overloaded());

    await expect(desk.answer(ticketId)).rejects.toThrow("overloaded");

    expect(await calls()).toEqual([]);
  });

  test("also when there is no ticket", async () => {
    const question = "How do I rotate the API token?";
    const asked = await askKnowledge(desk.ctx, { workspaceId: desk.workspace.id, question });

    expect(asked.usage.map(({ step }) => step)).toContain("answer");
    expect(await calls()).toMatchObject([{ ticketId: null, step: "answer" }]);
  });
});

describe("a budget", () => {
  test.each([
    ["little is spent", 0.5, "scripted-1"],
    ["80 % is spent", 0.8, "fast-1"],
    ["all is spent", 1, "offline"],
  ])("lets the model answer that it can afford when %s", async (_, costUsd, model) => {
    withFastModel();
    await desk.settings({ dailyBudgetUsd: 1, answerModel: "strong" });
    await spent(costUsd);

    expect(await answeredBy()).toBe(model);
  });

  test("counts a call without a known price as one of the dearest model's", async () => {
    await desk.settings({ dailyBudgetUsd: 1 });
    await spent(null, 250_000);

    expect(await answeredBy()).toBe("offline");
  });

  test("begins anew with the day, but not the month's", async () => {
    await desk.settings({ dailyBudgetUsd: 1 });
    await spent(2);
    expect(await answeredBy()).toBe("offline");

    desk.ctx.clock.advance(24 * 3_600_000);
    expect(await answeredBy()).toBe("scripted-1");

    await desk.settings({ dailyBudgetUsd: 5, monthlyBudgetUsd: 2 });
    expect(await answeredBy()).toBe("offline");
  });

  test("tells the agents once a day that a lesser model answers", async () => {
    await desk.settings({ dailyBudgetUsd: 1 });
    await spent(1);
    await answeredBy();
    await answeredBy();
    await desk.deliver();

    const told = desk.slack.posts.filter(({ reply }) =>
      reply.markdown.includes("budget for AI models is spent"),
    );
    expect(told).toMatchObject([{ target: { channelId: "C_AGENTS" } }]);
  });

  test("of one workspace is not spent by another", async () => {
    await spent(5);
    desk = await aDesk(database.db);
    await desk.settings({ dailyBudgetUsd: 1 });

    expect(await answeredBy()).toBe("scripted-1");
  });
});

describe("with a fast and a strong model", () => {
  const sure = { resolveThreshold: 0.05, answerThreshold: 0.02 };

  test("the fast one answers, and its sure answer needs no other", async () => {
    withFastModel();
    await desk.settings(sure);

    expect(await answeredBy()).toBe("fast-1");
    expect(desk.ctx.model.requests).toHaveLength(0);
  });

  test("the strong one answers where the fast one's answer does not settle the matter", async () => {
    const fast = withFastModel();
    fast.next({ selfConfidence: 0.4 });
    await desk.settings({ resolveThreshold: 1, answerThreshold: 0.02 });

    expect(await answeredBy()).toBe("scripted-1");
    expect(await calls()).toHaveLength(2);
  });

  test("the strong one answers where the fast one fails", async () => {
    const fast = withFastModel();
    fast.next(malformed, malformed);
    await desk.settings(sure);

    expect(await answeredBy()).toBe("scripted-1");
  });

  test("the strong one is not asked where the passages say nothing", async () => {
    const fast = withFastModel();
    fast.next({ markdown: "The articles do not say.", claims: [], citedChunkIds: [], selfConfidence: 0.1 });

    expect(await answeredBy()).toBe("fast-1");
    expect(desk.ctx.model.requests).toHaveLength(0);
  });

  test("the strong one is not asked where the fast one says that the passages do not cover the question", async () => {
    const fast = withFastModel();
    fast.next({ selfConfidence: 0.2 });
    await desk.settings({ resolveThreshold: 1, answerThreshold: 0.02 });

    expect(await answeredBy()).toBe("fast-1");
    expect(desk.ctx.model.requests).toHaveLength(0);
  });
});

describe("once the strong model was asked too", () => {
  test.each([
    [
      "says that it is for a person",
      { selfConfidence: 0.3, needsPerson: "Somebody must unlock the account." },
    ],
    [
      "says that the passages do not cover it",
      { selfConfidence: 0.05, markdown: "The documentation does not say.", claims: [], citedChunkIds: [] },
    ],
  ])("it decides, also when it %s", async (_, draft) => {
    const fast = withFastModel();
    fast.next({ selfConfidence: 0.8 });
    desk.ctx.model.next(draft);
    await desk.settings({ resolveThreshold: 0.99, answerThreshold: 0.2 });

    const { workspace, ctx } = desk;
    const asked = await askKnowledge(ctx, {
      workspaceId: workspace.id,
      question: "How do I rotate the API token?",
    });

    expect(asked).toMatchObject({ happens: "escalate", model: "scripted-1" });
    expect(ctx.model.requests).toHaveLength(1);
  });

  test.each([
    ["declines", refused],
    ["is overloaded", overloaded()],
    ["rejects the key", new UpstreamError("anthropic", "The key is wrong.", { retryable: false })],
  ])("the fast one's answer stands where it %s", async (_, turn) => {
    const fast = withFastModel();
    fast.next({ selfConfidence: 0.8 });
    desk.ctx.model.next(turn);
    await desk.settings({ resolveThreshold: 0.99, answerThreshold: 0.02 });

    expect(await answeredBy()).toBe("fast-1");
    expect(desk.ctx.model.requests).toHaveLength(1);
  });

  test("a fast answer that is for people waits for it while it is overloaded", async () => {
    const fast = withFastModel();
    fast.next({ selfConfidence: 0.5 });
    desk.ctx.model.next(overloaded());
    await desk.settings({ resolveThreshold: 0.99, answerThreshold: 0.98 });

    await expect(answeredBy()).rejects.toThrow("overloaded");
  });

  test.each([
    ["declines", [refused]],
    ["is out of form", [malformed, malformed]],
  ])("it has read all passages where the fast one %s", async (_, turns) => {
    const topics = ["expiry", "scopes", "owners", "names", "limits", "audit", "rotation", "backup", "import"];
    const documents = topics.map((topic) =>
      anArticle({ title: `API token ${topic}`, content: `How to rotate the API token with its ${topic}.` }),
    );
    await importArticles(desk.ctx, { workspaceId: desk.workspace.id, origin: "more", documents });
    const fast = withFastModel();
    fast.next(...turns);

    await answeredBy();

    expect(fast.requests[0]?.chunks).toHaveLength(8);
    expect(desk.ctx.model.requests[0]?.chunks).toHaveLength(8);
  });
});
