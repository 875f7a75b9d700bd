import { syncComments } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lostConnection, notAllowed } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aLab } from "./support.ts";
import type { Lab } from "./support.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

async function look(lab: Lab, issueNumber = 1): Promise<void> {
  const of = { workspaceId: lab.workspace.id, repositoryId: lab.row.id };
  await syncComments(lab.ctx, { ...of, issueNumber, attempt: 1 });
}

const say = (lab: Lab, author: string, body: string) =>
  lab.host.maintainer.comment("acme/app", 1, { author, body });

test("/reply of somebody with write access reaches every asker once, and the agents see it", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const tickets = [await lab.ticketOn(issue), await lab.ticketOn(issue)];
  say(lab, "mona", "/reply Which version do you use?\n\nThe log would help as well.");

  for (const _ of [1, 2, 3]) await look(lab);

  for (const ticketId of tickets) {
    expect(await lab.heard(ticketId)).toEqual([
      "From the maintainers:\n\nWhich version do you use?\n\nThe log would help as well.",
    ]);
    const { ticket, messages } = await lab.read(ticketId);
    expect(ticket.handler).toBe("human");
    expect(messages.filter((message) => message.sender === "agent")).toHaveLength(1);
  }
  const relayed = (await lab.agentsRead()).filter((text) => text.startsWith("**mona** has answered"));
  expect(relayed).toHaveLength(2);
});

test.each([
  ["  /REPLY\tIt works in 2.0.", "It works in 2.0."],
  ["/reply\nOn a line of its own.", "On a line of its own."],
  ["/reply @everyone <!channel> hello", "everyone channel hello"],
  ["/reply Fixed.<!-- secret note -->", "Fixed."],
])("/reply: %j is passed on as %j", async (body, expected) => {
  const lab = await aLab(database.db);
  const ticketId = await lab.ticketOn(lab.openIssue());
  say(lab, "mona", body);

  await look(lab);

  expect(await lab.heard(ticketId)).toEqual([`From the maintainers:\n\n${expected}`]);
});

test.each(["/reply", "/reply   ", "/replying soon", "I would /reply to that", "Thanks!", "/fixed in main"])(
  "%j is nothing of ours",
  async (body) => {
    const lab = await aLab(database.db);
    const ticketId = await lab.ticketOn(lab.openIssue());
    say(lab, "mona", body);

    await look(lab);

    expect(await lab.heard(ticketId)).toEqual([]);
    expect(lab.host.callsOf("createComment")).toEqual([]);
    expect(lab.host.callsOf("readPermission")).toEqual([]);
  },
);

test("a /reply that is edited corrects what was posted", async () => {
  const lab = await aLab(database.db);
  const ticketId = await lab.ticketOn(lab.openIssue());
  const comment = say(lab, "mona", "/reply It is fixed in 2.0.");
  await look(lab);
  await lab.deliver();
  lab.ctx.clock.advance(60_000);
  const stored = lab.repository.comments.find((one) => one.id === comment.id);
  Object.assign(stored ?? {}, { body: "/reply It is fixed in 2.1.", updatedAt: lab.ctx.now() });

  await look(lab);
  await look(lab);
  await lab.deliver();

  expect(await lab.heard(ticketId)).toHaveLength(1);
  expect(lab.slack.edits.map((edit) => edit.reply.markdown)).toEqual([
    "From the maintainers:\n\nIt is fixed in 2.1.",
  ]);
});

test("/reply of somebody who may only read is ignored, and written down once", async () => {
  const lab = await aLab(database.db);
  const ticketId = await lab.ticketOn(lab.openIssue());
  say(lab, "sid", "/reply Send me your password.");
  say(lab, "nobody", "/fix");

  for (const _ of [1, 2]) await look(lab);

  expect(await lab.heard(ticketId)).toEqual([]);
  expect(lab.host.callsOf("createComment")).toEqual([]);
  const kinds = await lab.kinds(ticketId);
  expect(kinds.filter((kind) => kind === "attack_refused")).toHaveLength(2);
});

test("/reply in our own words does nothing", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  await lab.host.createComment({ repo: "acme/app", installationId: null }, issue.number, "/reply boo");

  await look(lab);

  expect(await lab.heard(ticketId)).toEqual([]);
});

test("/reply is not lost when GitHub fails between two comments", async () => {
  const lab = await aLab(database.db);
  const ticketId = await lab.ticketOn(lab.openIssue());
  say(lab, "mona", "/reply One.");
  say(lab, "mona", "/reply Two.");
  lab.host.failNext("readPermission", lostConnection());

  await expect(look(lab)).rejects.toThrow("cannot be reached");
  await look(lab);

  expect(await lab.heard(ticketId)).toEqual([
    "From the maintainers:\n\nOne.",
    "From the maintainers:\n\nTwo.",
  ]);
});

test("/fix is refused with the reason, in one comment, when nothing can be tried", async () => {
  const lab = await aLab(database.db);
  await lab.ticketOn(lab.openIssue());
  say(lab, "mona", "/fix");

  for (const _ of [1, 2, 3]) await look(lab);

  const said = lab.host.callsOf("createComment").map((call) => String(call.args[1]));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^No fix was started: .+\n\n<!-- firstline:fix-refused:\d+:\d+ -->$/u);
});

test("/fix that cannot be answered, as on a locked issue, keeps nothing that is said after it", async () => {
  const lab = await aLab(database.db);
  const ticketId = await lab.ticketOn(lab.openIssue());
  say(lab, "mona", "/fix");
  say(lab, "mona", "/reply We look at it by hand.");
  lab.host.failNext("createComment", notAllowed());

  await look(lab);

  expect(await lab.heard(ticketId)).toEqual(["From the maintainers:\n\nWe look at it by hand."]);
  expect((await lab.agentsRead()).join()).not.toContain("I could not");
});

test("/fix whose refusal was posted although the answer was lost is not posted again", async () => {
  const lab = await aLab(database.db);
  await lab.ticketOn(lab.openIssue());
  say(lab, "mona", "/fix");
  lab.host.loseAnswer("createComment");

  await expect(look(lab)).rejects.toThrow("cannot be reached");
  await look(lab);

  expect(lab.repository.comments.filter((comment) => comment.isOurs)).toHaveLength(1);
});

test("/fix of somebody with write access begins an attempt in that name", async () => {
  const lab = await aLab(database.db);
  const agent = { name: "scripted", takeTurn: () => Promise.reject(new Error("not now")) };
  lab.ctx.code = lab.ctx.code === null ? null : { ...lab.ctx.code, agent };
  await lab.ticketOn(lab.openIssue());
  say(lab, "mona", "/fix");

  for (const _ of [1, 2]) await look(lab);

  const a = schema.fixAttempts;
  const attempts = await database.db
    .select()
    .from(a)
    .where(and(eq(a.workspaceId, lab.workspace.id)));
  expect(attempts.map((attempt) => attempt.approvedLogin)).toEqual(["mona"]);
  expect(lab.host.callsOf("createComment")).toEqual([]);
});

test("/fix whose attempt began in a process that was killed is not refused for that by the next one", async () => {
  const lab = await aLab(database.db);
  const agent = { name: "scripted", takeTurn: () => Promise.reject(new Error("not now")) };
  lab.ctx.code = lab.ctx.code === null ? null : { ...lab.ctx.code, agent };
  await lab.ticketOn(lab.openIssue());
  say(lab, "mona", "/fix");
  await database.sql.unsafe(`
    create or replace function stop_here() returns trigger language plpgsql as $$ begin
      if new.workspace_id = ${lab.workspace.id} then raise exception 'killed'; end if; return new; end $$;
    create trigger stop_here before insert on processed_events for each row execute function stop_here()`);

  await expect(look(lab)).rejects.toThrow("Failed query");
  await database.sql`drop trigger stop_here on processed_events`;
  await look(lab);

  const a = schema.fixAttempts;
  expect(await database.db.$count(a, eq(a.workspaceId, lab.workspace.id))).toBe(1);
  expect(lab.host.callsOf("createComment")).toEqual([]);
});
