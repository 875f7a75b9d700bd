import { receiveMessage } from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { aMessageId } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
  await desk.settings({ resolveThreshold: 1, answerThreshold: 0.02 });
});

const READINGS = ["Personal tokens", "Workspace tokens"];

/** Asks something that can be read in two ways; answers the values of the buttons that choose. */
async function unclear(): Promise<{ ticketId: number; ts: string; choices: string[] }> {
  const { ticketId, ts } = await desk.ask();
  desk.ctx.model.next({ clarifyingQuestion: "Which tokens do you mean?", readings: READINGS });
  await desk.answer(ticketId);
  await desk.deliver();
  const buttons = desk.slack.posts.at(-1)?.reply.buttons?.flat() ?? [];
  return {
    ticketId,
    ts,
    choices: buttons.filter(({ action }) => action === "ticket_choose").map(({ value }) => value),
  };
}

test("a clarifying reply names its readings and offers each as a button", async () => {
  const { choices } = await unclear();

  expect(choices).toHaveLength(2);
  expect(desk.texts().at(-1)).toContain(
    'Which tokens do you mean? ("Personal tokens" or "Workspace tokens")',
  );
});

test("the chosen reading is answered as if the asker had written it", async () => {
  const { ticketId, choices } = await unclear();

  expect(await desk.click("ticket_choose", choices[1] ?? "")).toBe("I'll look for: Workspace tokens");
  await desk.answer(ticketId);
  await desk.deliver();

  const { messages } = await desk.read(ticketId);
  expect(messages.filter(({ sender }) => sender === "user").at(-1)?.content).toBe("Workspace tokens");
  expect(desk.ctx.model.requests.at(-1)).toMatchObject({ question: "Workspace tokens" });
  expect(desk.slack.posts).toHaveLength(2);
});

test("a second click changes nothing", async () => {
  const { ticketId, choices } = await unclear();
  await desk.click("ticket_choose", choices[0] ?? "");

  expect(await desk.click("ticket_choose", choices[1] ?? "")).toBe("You have answered this already.");
  await desk.answer(ticketId);
  expect(await desk.click("ticket_choose", choices[1] ?? "")).toBe("You have answered this already.");
  expect((await desk.read(ticketId)).messages.filter(({ sender }) => sender === "user")).toHaveLength(2);
});

test("a click after the asker went on in words chooses nothing", async () => {
  const { ticketId, ts, choices } = await unclear();
  await receiveMessage(
    desk.ctx,
    desk.message({ threadId: ts, text: "The ones of my workspace", messageId: aMessageId() }),
  );
  await desk.answer(ticketId);

  expect(await desk.click("ticket_choose", choices[0] ?? "")).toBe("You have answered this already.");
});

test("nobody but the asker can choose", async () => {
  const { choices } = await unclear();
  const other = { platform: "slack" as const, externalId: "U_OTHER", name: "Otto" };

  await expect(desk.click("ticket_choose", choices[0] ?? "", { by: other })).rejects.toThrow(
    "Only the person who asked",
  );
});

test.each(["9", "-1", "1.5", "x"])(
  "a reading number %s that was never offered is not found",
  async (index) => {
    const { ticketId, choices } = await unclear();
    const [, questionId] = (choices[0] ?? "").split(":");

    await expect(desk.click("ticket_choose", `${ticketId}:${questionId}:${index}`)).rejects.toThrow(
      "was not found",
    );
  },
);

test("a yes to a question of the AI's own is an answer to it, and not thanks", async () => {
  const { ticketId, ts } = await desk.ask();
  desk.ctx.model.next({ clarifyingQuestion: "Do you mean the tokens of a workspace?" });
  await desk.answer(ticketId);

  await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "Yes!" }));
  expect((await desk.read(ticketId)).ticket).toMatchObject({ status: "ai_responding", resolution: null });
  await desk.answer(ticketId);

  expect(desk.ctx.model.requests.at(-1)).toMatchObject({ question: "Yes!" });
});

test("a yes to whether the answer helped says that it is solved", async () => {
  const { ticketId, ts } = await desk.ask();
  await desk.answer(ticketId);

  await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "Yes!" }));

  expect((await desk.read(ticketId)).ticket).toMatchObject({ status: "resolved", resolution: "confirmed" });
});
