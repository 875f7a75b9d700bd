import { existsSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidError, listBuilds, MACHINE } from "@firstline/core";
import { buildNow, exportSite, lockSite, siteWork } from "@firstline/web/site";
import { beforeEach, describe, expect, test } from "vitest";
import { anArticle, queuedJobs } from "../support/factories.ts";
import { siteForEachTest } from "./site-ground.ts";

const ground = await siteForEachTest();
beforeEach(async () => {
  await ground.import([
    anArticle({ title: "One", content: "1." }),
    anArticle({ title: "Two", content: "2." }),
  ]);
});

const releases = (): Promise<string[]> => readdir(join(ground.site.dir, "releases"));
const current = (): Promise<string> => readlink(join(ground.site.dir, "current"));

describe("a full build", () => {
  test("is made beside the site that is served, which is switched at once, and the one before is kept", async () => {
    await buildNow(ground.site);
    const first = await current();
    await buildNow(ground.site);
    const second = await current();
    await buildNow(ground.site);

    expect(new Set([first, second, await current()]).size).toBe(3);
    expect((await releases()).map((name) => `releases/${name}`).toSorted()).toEqual(
      [second, await current()].toSorted(),
    );
    expect(await ground.read("articles/one.html")).toContain("1.");
    expect(await ground.read("_site/page.0a1b2c.css")).toBe("body{}");
  });

  test("that fails leaves the site as it was, and says why", async () => {
    await ground.publish();
    const before = await current();
    const files = await ground.files();
    const broken = { ...ground.site, templates: () => Promise.reject(new Error("no templates")) };

    await expect(siteWork(broken).build_site()).rejects.toThrow("no templates");

    const builds = await listBuilds(ground.ctx, { workspaceId: ground.workspace.id, limit: 1 });
    expect(builds[0]).toMatchObject({ status: "failed", error: "no templates" });
    expect(await current()).toBe(before);
    expect(await ground.files()).toEqual(files);
  });

  test("goes on when one page cannot be made, and makes it the next time", async () => {
    const { templates } = ground.site;
    let isBroken = true;
    const fussy = {
      ...ground.site,
      templates: async () => {
        const made = await templates();
        return {
          ...made,
          render: async (view: Parameters<typeof made.render>[0]) => {
            if (isBroken && view.head.path === "/articles/one") throw new Error("no such part");
            return made.render(view);
          },
        };
      },
    };

    await siteWork(fussy).publish_site();
    const files = await ground.files();
    isBroken = false;
    await siteWork(fussy).publish_site();

    expect(files).not.toContain("articles/one.html");
    expect(files).toContain("articles/two.html");
    expect(await ground.read("articles/one.html")).toContain("1.");
  });

  test("follows when the templates are others, or the look is", async () => {
    await ground.publish();
    const before = await current();
    const { templates } = ground.site;
    const others = { ...ground.site, templates: async () => ({ ...(await templates()), version: "t2" }) };

    await siteWork(others).publish_site();

    expect(await current()).not.toBe(before);
  });
});

describe("two at once", () => {
  test("while one process writes, another waits and asks for another try", async () => {
    const lock = await lockSite(ground.site.dir, 0);
    const second = await lockSite(ground.site.dir, 300);
    await lock?.release();
    const third = await lockSite(ground.site.dir, 0);

    expect(lock).not.toBeNull();
    expect(second).toBeNull();
    expect(third).not.toBeNull();
    await third?.release();
  });

  test("of many that try at the same moment one gets the lock", async () => {
    const locks = await Promise.all(Array.from({ length: 20 }, () => lockSite(ground.site.dir, 0)));

    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
  });

  test("what a killed process held is free at once", async () => {
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    await once(child, "spawn");
    await mkdir(ground.site.dir, { recursive: true });
    await writeFile(join(ground.site.dir, "lock"), `${MACHINE} ${child.pid} x`);
    expect(await lockSite(ground.site.dir, 0)).toBeNull();

    child.kill("SIGKILL");
    await once(child, "exit");

    expect(await lockSite(ground.site.dir, 1_000)).not.toBeNull();
  });

  test("a lock that an earlier process with our own number left is free", async () => {
    await mkdir(ground.site.dir, { recursive: true });
    await writeFile(join(ground.site.dir, "lock"), `${MACHINE} ${process.pid} before`);

    expect(await lockSite(ground.site.dir, 1_000)).not.toBeNull();
  });

  test("a container of the same name, with a process of the same number, keeps its lock", async () => {
    await mkdir(ground.site.dir, { recursive: true });
    await writeFile(join(ground.site.dir, "lock"), `${hostname()} ${process.pid} twin`);

    expect(await lockSite(ground.site.dir, 300)).toBeNull();
  });
});

describe("an import of many articles", () => {
  test("is prepared step by step, and what is not ready yet does not take away what is there", async () => {
    await ground.publish();
    const many = Array.from({ length: 90 }, (_, i) =>
      anArticle({ title: `Many ${i}`, content: `Text ${i}.` }),
    );
    await ground.import(many, "more");

    await ground.publish();
    const half = (await ground.files()).filter((file) => /^articles\/many-\d+\.html$/u.test(file));
    expect(await queuedJobs(ground.ctx.db, "prepare_pages")).not.toHaveLength(0);
    await siteWork(ground.site).prepare_pages();
    await ground.publish();

    expect(half).toHaveLength(60);
    expect((await ground.files()).filter((file) => /^articles\/many-\d+\.html$/u.test(file))).toHaveLength(
      90,
    );
    expect(await ground.read("articles/one.html")).toContain("1.");
  });
});

describe("an export", () => {
  test("is a whole site in a folder, and replaces an earlier one", async () => {
    const folder = join(await mkdtemp(join(tmpdir(), "export-")), "out");

    await exportSite(ground.site, folder);
    const { pages } = await exportSite(ground.site, folder);

    expect(pages).toBeGreaterThan(10);
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(["index.html", "404.html", "_site", "articles"]),
    );
    await rm(folder, { recursive: true });
  });

  test("never takes the place of other files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "export-"));
    await writeFile(join(folder, "thesis.txt"), "years of work");

    await expect(exportSite(ground.site, folder)).rejects.toThrow("holds other files");

    expect(await readdir(folder)).toEqual(["thesis.txt"]);
    await rm(folder, { recursive: true });
  });

  test("never takes the place of a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "export-"));
    const file = join(folder, "thesis.txt");
    await writeFile(file, "years of work");

    await expect(exportSite(ground.site, file)).rejects.toThrow(/^The folder .+ cannot be read \(ENOTDIR/u);

    expect(await readFile(file, "utf8")).toBe("years of work");
    await rm(folder, { recursive: true });
  });

  test("into a place that cannot be written says so in one sentence", async () => {
    const folder = join(tmpdir(), "n".repeat(250));

    const tried = exportSite(ground.site, folder);

    await expect(tried).rejects.toBeInstanceOf(InvalidError);
    await expect(tried).rejects.toThrow(/^The folder .+ cannot be written \(ENAMETOOLONG/u);
  });

  test.runIf(existsSync("/proc/self"))("into a place without room for folders says so, too", async () => {
    const tried = exportSite(ground.site, "/proc/firstline/site");

    await expect(tried).rejects.toThrow(/^The folder \/proc\/firstline\/site cannot be written \(ENOENT/u);
  });
});
