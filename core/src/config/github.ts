import type { EnvReader } from "./env-reader.ts";

/** An App by its id and private key, or a token. */
export type GithubConfig = {
  auth: { kind: "app"; appId: string; privateKey: string } | { kind: "token"; token: string };
  /** Null: no webhooks are taken in, changes are found by polling alone. */
  webhookSecret: string | null;
  apiUrl: string;
  /** Base of clone addresses; another one for tests and mirrors. */
  gitUrl: string;
};

export function readGithub(read: EnvReader): GithubConfig | null {
  const token = read.text("GITHUB_TOKEN");
  const appId = read.text("GITHUB_APP_ID");
  const privateKey = read.text("GITHUB_APP_PRIVATE_KEY");
  if (token === null && appId === null && privateKey === null) {
    if (read.text("GITHUB_WEBHOOK_SECRET") !== null) {
      read.problems.push("GITHUB_WEBHOOK_SECRET is set, but neither GITHUB_APP_ID nor GITHUB_TOKEN is.");
    }
    return null;
  }
  if (token !== null && appId !== null) {
    read.problems.push("Both GITHUB_TOKEN and GITHUB_APP_ID are set: keep one of them.");
  }
  if (token === null && (appId === null || privateKey === null)) {
    const missing = appId === null ? "GITHUB_APP_ID" : "GITHUB_APP_PRIVATE_KEY";
    read.problems.push(`A GitHub App needs its id and its private key; ${missing} is missing.`);
  }
  return {
    auth: token === null ? appAuth(appId ?? "", privateKey ?? "") : { kind: "token", token },
    webhookSecret: read.text("GITHUB_WEBHOOK_SECRET"),
    apiUrl: read.url("GITHUB_API_URL", "https://api.github.com"),
    gitUrl: read.text("GITHUB_GIT_URL") ?? "https://github.com",
  };
}

/** A key may be given on one line, with \n for its line ends. */
function appAuth(appId: string, privateKey: string): GithubConfig["auth"] {
  return { kind: "app", appId, privateKey: privateKey.replaceAll(String.raw`\n`, "\n") };
}
