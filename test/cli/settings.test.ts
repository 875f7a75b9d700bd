import { tmpdir } from "node:os";
import { ensureWorkspace, getChannelSettings, getSettings, syncChannels } from "@firstline/core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { takeSiteChange } from "../support/factories.ts";
import { runFirstline } from "./run.ts";
import type { Ran } from "./run.ts";

let database: TestDatabase;

// A machine that does many things at once takes its time to start a process.
vi.setConfig({ testTimeout: 240_000 });

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

const settings = (slug: string, ...args: string[]): Promise<Ran> =>
  runFirstline(["settings", ...args], {
    cwd: tmpdir(),
    env: { DATABASE_URL: database.url, WORKSPACE_SLUG: slug },
  });

const aWorkspace = (slug: string) => ensureWorkspace(database, { slug, name: slug });

test("a change keeps what was not named, tells the public pages, and is shown", async () => {
  const workspace = await aWorkspace("named");
  await settings("named", "site.tagline=All there is to know");

  const ran = await settings(
    "named",
    "site.locales=en, de",
    "quietDays=5",
    'site.links=[{"label":"Blog","url":"https://a.example"}]',
  );

  expect(ran).toMatchObject({
    code: 0,
    stdout: 'quietDays=5\nsite.links=[{"label":"Blog","url":"https://a.example"}]\nsite.locales=en,de\n',
  });
  expect(await getSettings(database, workspace.id)).toMatchObject({
    quietDays: 5,
    site: { tagline: "All there is to know", locales: ["en", "de"], links: [{ label: "Blog" }] },
  });
  expect(await takeSiteChange(database.db, workspace.id)).toBe(true);
});

test("what makes no sense changes nothing and says why", async () => {
  const workspace = await aWorkspace("refused");
  const before = await getSettings(database, workspace.id);

  const unknown = await settings("refused", "site.titel=Acme", "quietDays=soon");

  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('Unrecognized key: "titel"');
  expect(unknown.stderr).toContain("quietDays: ");
  expect(await getSettings(database, workspace.id)).toEqual(before);
});

test("a name with too many parts is no other setting's", async () => {
  const workspace = await aWorkspace("deep");

  const deep = await settings("deep", "site.title.de=Hilfe");

  expect(deep).toMatchObject({ code: 1, stderr: "There is no setting site.title.de.\n" });
  expect((await getSettings(database, workspace.id)).site.title).toBeNull();
});

test("a channel has settings of its own, and gives them back", async () => {
  const { id: workspaceId } = await aWorkspace("channel");
  await syncChannels(database, {
    workspaceId,
    platform: "slack",
    channels: [{ externalId: "C0000000001", role: "support", name: "help" }],
  });
  const channel = { platform: "slack", channelId: "C0000000001" } as const;
  const run = (...pairs: string[]): Promise<Ran> =>
    settings("channel", "--channel", "slack:C0000000001", ...pairs);

  expect(await run("includeBeta=true")).toMatchObject({ code: 0, stdout: "includeBeta=true\n" });
  expect(await getChannelSettings(database, workspaceId, channel)).toMatchObject({ includeBeta: true });
  expect(await getSettings(database, workspaceId)).toMatchObject({ includeBeta: false });

  expect(await run("includeBeta=")).toMatchObject({ code: 0, stdout: "includeBeta=false\n" });
  expect((await run("site.title=Mine")).stderr).toContain("holds for the whole workspace");
});
