import { importRevenueCsv, listCompanies, openPanelConversation, savePerson } from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace, queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
const ctx = { db, now: (): Date => new Date("2026-11-22T12:00:00Z") };
let workspaceId = 0;

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
});

const load = (csv: string) => importRevenueCsv(ctx, { workspaceId, csv });
const companies = async () =>
  (await listCompanies(ctx, { workspaceId, after: 0, limit: 50 })).companies.map(
    ({ name, domain, externalId, mrrUsd }) => [name, domain, externalId, mrrUsd],
  );

test("a table makes companies and brings them up to date, as often as it comes", async () => {
  const csv = 'name,domain,mrr,external_id\nAcme,acme.example,"$1,200.50",7\nBeta,,40,8\n';

  expect(await load(csv)).toMatchObject({ added: 2, updated: 0, problems: [] });
  expect(await load(csv)).toMatchObject({ added: 0, updated: 2, problems: [] });
  expect(await load("\uFEFFDomain;MRR\nwww.Acme.example;99\n")).toMatchObject({ updated: 1, problems: [] });

  expect(await companies()).toEqual([
    ["Acme", "acme.example", "7", 99],
    ["Beta", null, "8", 40],
  ]);
  expect(await queuedJobs(db, "recount_scores")).toContainEqual(
    expect.objectContaining({ key: `recount_scores:${workspaceId}` }),
  );
});

test("people belong to the company of their address, unless anybody can have it", async () => {
  const person = async (email: string) =>
    (await savePerson(ctx, { workspaceId, name: email, email })).person.id;
  const [ann, bob] = [await person("ann@acme.example"), await person("bob@gmail.com")];

  const report = await load("name,domain,mrr\nAcme,acme.example,10\nGoogle,gmail.com,999\n");

  expect(report.matched).toBe(1);
  const rows = await db.query.people.findMany({ where: (row, { eq }) => eq(row.workspaceId, workspaceId) });
  const [acme] = (await listCompanies(ctx, { workspaceId, after: 0, limit: 1 })).companies;
  expect(rows.find(({ id }) => id === ann)?.companyId).toBe(acme?.id);
  expect(rows.find(({ id }) => id === bob)?.companyId).toBeNull();
});

test("an address that a stranger typed into the panel gives them no company", async () => {
  await openPanelConversation(ctx, { workspaceId, text: "Refund me?", email: "boss@acme.example" });

  expect(await load("name,domain,mrr\nAcme,acme.example,10\n")).toMatchObject({ added: 1, matched: 0 });
});

test("broken lines are named and keep no other out", async () => {
  const csv = [
    "name,domain,mrr",
    "Good,good.example,5",
    'Europe,europe.example,"12,50"',
    "Formula,formula.example,=1+1",
    "Nowhere,not a domain,5",
    "Nobody,,5",
    "'; drop table companies; --,robert.example,1",
  ].join("\n");

  const report = await load(csv);

  expect(report.problems.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  expect((await companies()).map(([name]) => name)).toEqual(["Good", "'; drop table companies; --"]);
});

test.each(["", "a,b\n1,2", '{"name":"Acme"}', 'name,domain,mrr\n"open'])(
  "what is no table of revenue is refused: %j",
  async (csv) => {
    await expect(load(csv)).rejects.toMatchObject({ code: "invalid" });
    expect(await companies()).toEqual([]);
  },
);

test("a neighbor's companies are left alone", async () => {
  await load("name,domain,mrr\nAcme,acme.example,10\n");
  const neighbor = (await aWorkspace(ctx)).id;

  await importRevenueCsv(ctx, { workspaceId: neighbor, csv: "name,domain,mrr\nAcme,acme.example,99\n" });

  expect(await companies()).toEqual([["Acme", "acme.example", null, 10]]);
});
