import { describe, expect, test } from "vitest";
import { githubOfTest, hostOf, refOf, WAYS } from "./code-hosts.ts";

const held = githubOfTest();
const ISSUE = { title: "Cart is empty", body: "<!-- firstline:bug:1:2 -->", labels: ["bug"] };
const CREATION = /^POST \/repos\/acme\/shop\/issues$/u;
const READING = /^GET \/repos\/acme\/shop\/issues\/1$/u;

async function addShop() {
  await held.github.addRepo({ name: "shop" });
  await held.github.openIssue("acme/shop", { title: "One" });
}

describe.each(WAYS)("with %s", (way) => {
  test.each([
    ["answers 500", { kind: "status", status: 500 } as const],
    ["answers 502", { kind: "status", status: 502 } as const],
    ["breaks the connection off", { kind: "cut_before" } as const],
    ["breaks its answer off", { kind: "cut_within" } as const],
    [
      "asks for a second's patience",
      { kind: "status", status: 429, headers: { "retry-after": "1" } } as const,
    ],
  ])("it %s once: reading is tried again", async (_, fault) => {
    const { github } = held;
    await addShop();
    github.fail({ ...fault, match: READING });

    const found = await hostOf(github, way).findIssue(refOf(github, way), 1);

    expect(found?.title).toBe("One");
    expect(github.count(READING)).toBe(2);
  });
});

test.each(WAYS)(
  "it goes on failing: reading is given up after three tries, to be tried again later (%s)",
  async (way) => {
    const { github } = held;
    await addShop();
    github.fail({ kind: "status", status: 503, match: READING, times: 9 });

    const found = hostOf(github, way).findIssue(refOf(github, way), 1);

    await expect(found).rejects.toMatchObject({
      service: "github",
      retryable: true,
      message: "GitHub is having trouble at the moment (503).",
    });
    expect(github.count(READING)).toBe(3);
  },
);

test.each(WAYS)("it does not answer in time: the call ends (%s)", async (way) => {
  const { github } = held;
  await addShop();
  github.fail({ kind: "slow", ms: 1500, match: READING, times: 3 });

  const found = hostOf(github, way, { timeoutMs: 300 }).findIssue(refOf(github, way), 1);

  await expect(found).rejects.toMatchObject({ retryable: true, message: /could not be reached/u });
});

describe.each(WAYS)("with %s", (way) => {
  test.each([
    ["after the issue was made", { kind: "cut_after" } as const, 1],
    ["in the middle of its answer", { kind: "cut_within" } as const, 1],
    ["before anything happened", { kind: "cut_before" } as const, 0],
    ["with a 502", { kind: "status", status: 502 } as const, 0],
  ])(
    "a creation that breaks off %s is not repeated, and its marker tells what happened",
    async (_, fault, made) => {
      const { github } = held;
      await github.addRepo({ name: "shop" });
      github.fail({ ...fault, match: CREATION });
      const host = hostOf(github, way);
      const of = refOf(github, way);

      await expect(host.createIssue(of, ISSUE)).rejects.toMatchObject({ retryable: true });

      expect(github.count(CREATION)).toBe(1);
      const there = await host.listIssues(of, { state: "all", limit: 50 });
      expect(there.filter(({ body }) => body.includes("firstline:bug:1:2"))).toHaveLength(made);
    },
  );
});

test.each(WAYS)("a creation that GitHub asks to wait for is made after the pause, once (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  github.fail({
    kind: "status",
    status: 403,
    message: "secondary rate limit",
    headers: { "retry-after": "1" },
    match: CREATION,
  });

  await hostOf(github, way).createIssue(refOf(github, way), ISSUE);

  expect(await github.readIssues("acme/shop")).toHaveLength(1);
});

test.each(WAYS)("a commit survives every lost answer on its way (%s)", async (way) => {
  const { github } = held;
  const { head } = await github.addRepo({ name: "shop" });
  for (const route of ["/git/trees", "/git/commits", "/git/refs"]) {
    github.fail({ kind: "cut_after", match: new RegExp(`^POST .*${route}$`, "u") });
  }
  const host = hostOf(github, way);
  const of = refOf(github, way);
  const files = [{ path: "a.txt", content: "a\n", mode: "100644" as const }];

  const { sha } = await host.commitFiles(of, { branch: "fix", baseSha: head, message: "Fix", files });

  expect(await github.headOf("acme/shop", "fix")).toBe(sha);
  expect(await github.readFile("acme/shop", "fix", "a.txt")).toBe("a\n");
});

test.each(WAYS)(
  "a pull request whose answer was lost is the one that is given the next time (%s)",
  async (way) => {
    const { github } = held;
    await github.addRepo({ name: "shop" });
    await github.push("acme/shop", { "a.txt": "a" }, { branch: "fix" });
    github.fail({ kind: "cut_after", match: /^POST .*\/pulls$/u });
    const host = hostOf(github, way);
    const input = { title: "Fix", body: "", branch: "fix", base: "main" };

    await expect(host.createPull(refOf(github, way), input)).rejects.toMatchObject({ retryable: true });
    const again = await host.createPull(refOf(github, way), input);

    expect(again.number).toBe(1);
    expect(await github.readPulls("acme/shop")).toHaveLength(1);
  },
);

describe.each(WAYS)("with %s", (way) => {
  test.each([
    [
      "all requests of the hour are used up",
      403,
      "API rate limit exceeded",
      { "x-ratelimit-remaining": "0" },
      901,
    ],
    [
      "a secondary limit is reached",
      403,
      "You have exceeded a secondary rate limit.",
      { "retry-after": "120" },
      120,
    ],
    [
      "a secondary limit is reached that says no time",
      403,
      "You have exceeded a secondary rate limit.",
      {},
      60,
    ],
    ["too much was made too fast", 429, "Too many requests", { "retry-after": "30" }, 30],
    ["it takes us for an abuser", 403, "You have triggered an abuse detection mechanism.", {}, 60],
  ])("%s: the wait is left to the job", async (_, status, message, headers, seconds) => {
    const { github } = held;
    await github.addRepo({ name: "shop" });
    const reset = String(Math.floor(Date.now() / 1000) + 900);
    github.fail({
      kind: "status",
      status,
      message,
      headers: { ...headers, "x-ratelimit-reset": reset },
      match: CREATION,
      times: 9,
    });

    const error: unknown = await hostOf(github, way)
      .createIssue(refOf(github, way), ISSUE)
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ retryable: true, message: /^GitHub asks us to slow down/u });
    // A second or two go by between the two clocks that are read.
    expect(error).toHaveProperty("retryAfterSeconds", expect.closeTo(seconds, -1));
    expect(github.count(CREATION)).toBe(1);
  });
});

test.each(WAYS)("an archived repository cannot be changed, and the message says so (%s)", async (way) => {
  const { github } = held;
  await addShop();
  github.fail({
    kind: "status",
    status: 403,
    message: "Repository was archived so is read-only.",
    match: CREATION,
  });

  await expect(hostOf(github, way).createIssue(refOf(github, way), ISSUE)).rejects.toMatchObject({
    retryable: false,
    message: "acme/shop is archived on GitHub and cannot be changed.",
  });
});

test.each(WAYS)("what GitHub takes for wrong is final (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  const input = { title: "Fix", body: "", branch: "there-is-none", base: "main" };

  await expect(hostOf(github, way).createPull(refOf(github, way), input)).rejects.toMatchObject({
    retryable: false,
    message: "GitHub did not accept the request to open pull requests in acme/shop (422).",
  });
  expect(github.count(/^POST .*\/pulls$/u)).toBe(1);
});

test.each(WAYS)(
  "an answer of an unknown form is final, and says nothing of what is in it (%s)",
  async (way) => {
    const { github } = held;
    await addShop();
    github.fail({ kind: "status", status: 200, message: "private words", match: READING });

    const error: unknown = await hostOf(github, way)
      .findIssue(refOf(github, way), 1)
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ retryable: false, message: "GitHub gave an answer of an unknown form." });
    expect(String(error instanceof Error ? error.cause : "")).not.toContain("private words");
  },
);
