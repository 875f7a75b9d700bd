import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig } from "@firstline/core";

const KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----";

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("GitHub is connected", () => {
  test("not at all without settings", () => {
    expect(loadConfig({}).github).toBeNull();
    expect(loadConfig({ GITHUB_API_URL: "https://api.github.com" }).github).toBeNull();
  });

  test("by a token", () => {
    expect(loadConfig({ GITHUB_TOKEN: " ghp_1 " }).github).toEqual({
      auth: { kind: "token", token: "ghp_1" },
      webhookSecret: null,
      apiUrl: "https://api.github.com",
      gitUrl: "https://github.com",
    });
  });

  test.each([KEY, KEY.replaceAll("\n", String.raw`\n`)])(
    "by an App, whose key may stand on one line",
    (key) => {
      const { github } = loadConfig({
        GITHUB_APP_ID: "12",
        GITHUB_APP_PRIVATE_KEY: key,
        GITHUB_WEBHOOK_SECRET: "s",
      });

      expect(github?.auth).toEqual({ kind: "app", appId: "12", privateKey: KEY });
      expect(github?.webhookSecret).toBe("s");
    },
  );

  test("at another server, and with folders for the tests of fixes", () => {
    const config = loadConfig({
      GITHUB_TOKEN: "t",
      GITHUB_API_URL: "https://code.example/api/v3",
      GITHUB_GIT_URL: "https://code.example",
      FIX_READ_PATHS: "/opt/node, /opt/cache",
      FIX_CONCURRENCY: "0",
    });

    expect(config.github).toMatchObject({
      apiUrl: "https://code.example/api/v3",
      gitUrl: "https://code.example",
    });
    expect(config.fixReadPaths).toEqual(["/opt/node", "/opt/cache"]);
    expect(config.fixConcurrency).toBe(0);
  });
});

test.each([
  [
    { GITHUB_APP_ID: "12" },
    ["A GitHub App needs its id and its private key; GITHUB_APP_PRIVATE_KEY is missing."],
  ],
  [
    { GITHUB_APP_PRIVATE_KEY: KEY },
    ["A GitHub App needs its id and its private key; GITHUB_APP_ID is missing."],
  ],
  [
    { GITHUB_TOKEN: "t", GITHUB_APP_ID: "12", GITHUB_APP_PRIVATE_KEY: KEY },
    ["Both GITHUB_TOKEN and GITHUB_APP_ID are set: keep one of them."],
  ],
  [
    { GITHUB_WEBHOOK_SECRET: "s" },
    ["GITHUB_WEBHOOK_SECRET is set, but neither GITHUB_APP_ID nor GITHUB_TOKEN is."],
  ],
  [{ GITHUB_TOKEN: "t", FIX_CONCURRENCY: "many" }, [expect.stringContaining("FIX_CONCURRENCY")]],
  [{ GITHUB_TOKEN: "t", GITHUB_API_URL: "nowhere" }, [expect.stringContaining("GITHUB_API_URL")]],
])("half a group is an error that says what is missing: %j", (env, problems) => {
  expect(problemsOf(env)).toEqual(problems);
});
