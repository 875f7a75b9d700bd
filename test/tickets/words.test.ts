import { receiveMessage } from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const GERMAN = "Wie kann ich das API-Token austauschen, wenn es abgelaufen ist?";

test("who asks in German is handed over in German", async () => {
  await desk.settings({ resolveThreshold: 1, answerThreshold: 1 });
  const { ticketId } = await desk.ask({ text: GERMAN });
  await desk.answer(ticketId);
  await desk.deliver();

  expect(desk.texts().at(-1)).toContain("Ein Mensch antwortet dir hier.\n\nVielleicht hilft das bis dahin:");
});

test("who thanks in German is asked for a rating in German", async () => {
  await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
  const { ticketId, ts } = await desk.ask({ text: GERMAN });
  await desk.answer(ticketId);
  await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "Das hat geholfen, vielen Dank!" }));
  await desk.deliver();

  expect((await desk.read(ticketId)).ticket.resolution).toBe("confirmed");
  expect(desk.texts().at(-1)).toBe("Schön, dass es gelöst ist! Wie zufrieden bist du?");
});

test("a sure answer to it has German buttons", async () => {
  const { ticketId } = await desk.ask({ text: GERMAN });
  await desk.answer(ticketId);
  await desk.deliver();

  const said = desk.slack.posts.at(-1)?.reply;
  expect(said).toMatchObject({
    sourcesLabel: "Quellen",
    footer: "KI-Antwort aus der Wissensdatenbank",
    buttons: [[{ label: "Das hat geholfen" }, { label: "Nicht gelöst" }]],
  });
});

test("a greeting is answered in the help center's main language", async () => {
  await desk.settings({ site: { locales: ["de", "en"] } });
  await receiveMessage(desk.ctx, desk.message({ text: "Hallo!", mentionsUs: true }));
  await desk.deliver();

  expect(desk.texts()[0]).toContain("Stell mir deine Frage");
});
