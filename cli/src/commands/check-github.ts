import type { Check } from "@firstline/bot";
import { listRepositories } from "@firstline/core";
import type { CodeCtx, Config, Ctx, GithubConfig, HostRepository, RepositoryInList } from "@firstline/core";
import { checkFixes } from "./check-fixes.ts";
import { inWorkspace } from "./github.ts";
import { trying } from "./trying.ts";

type Place = { ctx: Pick<Ctx, "db">; code: CodeCtx; workspaceId: number; github: GithubConfig };

/** Whether bugs can become issues and fixes: the connection, each repository's permissions, the webhook, what fixes need. */
export async function checkGithub(config: Config): Promise<Check[]> {
  const checks: Check[] = [];
  await inWorkspace(config, async ({ ctx, workspaceId }) => {
    const { code } = ctx;
    if (!config.github || !code) return 0;
    const place = { ctx, code, workspaceId, github: config.github };
    const rows = (await listRepositories(ctx, { workspaceId })).filter(({ enabled }) => enabled);
    checks.push(await checkConnection(place));
    if (rows.length === 0) checks.push(NO_REPOSITORY);
    for (const row of rows) checks.push(await checkRepository(place, row));
    checks.push(checkWebhook(config, config.github));
    const fixing = rows.filter(({ settings }) => settings.fixes !== "off");
    if (fixing.length > 0) checks.push(...(await checkFixes(place, fixing)));
    return 0;
  });
  return checks;
}

const NO_REPOSITORY: Check = {
  name: "GitHub: no repository is connected",
  ok: false,
  hint: "Connect one: npm run firstline -- github connect owner/name",
};

async function checkConnection({ code, github }: Place): Promise<Check> {
  const name = github.auth.kind === "app" ? "GitHub App" : "GitHub token";
  const found = await trying(async () => code.host.listRepositories());
  if ("error" in found) return { name, ok: false, hint: found.error };
  const count = found.value.length;
  if (count > 0)
    return { name: `${name}: accepted, ${count} repositories within reach`, ok: true, hint: null };
  const hint =
    github.auth.kind === "app"
      ? "Install the App in your organization and choose repositories for it."
      : "Make the token again and choose repositories for it.";
  return { name: `${name}: accepted, but it reaches no repository`, ok: false, hint };
}

async function checkRepository({ code, github }: Place, row: RepositoryInList): Promise<Check> {
  const name = `Repository ${row.repo}`;
  const { repo, externalId, installationId } = row;
  const found = await trying(async () => code.host.findRepository({ repo, externalId, installationId }));
  if ("error" in found) return { name, ok: false, hint: found.error };
  const hint =
    found.value === null ? "GitHub does not show it to us any more." : missingIn(row, found.value, github);
  const proof = row.settings.fixes === "off" || row.settings.testCommand !== "" ? null : NO_TESTS;
  return { name: `${name}: ${summary(row)}`, ok: hint === null, hint: hint ?? proof };
}

const NO_TESTS =
  "It has no test command, so no fix can be proven: fixes will be suggestions only. Set one with: github set owner/name testCommand='npm test'";

function summary({ settings }: RepositoryInList): string {
  return `issues ${settings.issues.replace("_", " ")}, fixes ${settings.fixes.replace("_", " ")}`;
}

/** What has to be ticked, as GitHub's pages call it; null when nothing is missing. */
function missingIn(row: RepositoryInList, found: HostRepository, github: GithubConfig): string | null {
  if (found.isArchived) return "It is archived: nothing can be written there.";
  if (!found.hasIssues) return "Issues are switched off in its settings.";
  const { may } = found;
  const isFixing = row.settings.fixes !== "off";
  const missing = [
    may.writeIssues ? null : "Issues: read and write",
    may.writeContents || !isFixing ? null : "Contents: read and write",
    may.writePulls || !isFixing ? null : "Pull requests: read and write",
    may.readChecks || !isFixing ? null : "Checks: read-only",
  ].filter((text) => text !== null);
  if (missing.length === 0) return null;
  const where =
    github.auth.kind === "app"
      ? 'In the App\'s settings, "Permissions & events", choose'
      : 'In the token\'s settings, "Repository permissions", choose';
  const then =
    github.auth.kind === "app" ? " Then accept the new permissions where the App is installed." : "";
  return `${where} ${missing.join("; ")}.${then}`;
}

function checkWebhook(config: Config, github: GithubConfig): Check {
  const address = `${config.web.publicUrl.replace(/\/+$/u, "")}/webhooks/github`;
  if (github.webhookSecret === null) {
    return {
      name: "GitHub webhook: none, changes are looked for every five minutes",
      ok: true,
      hint: `To hear of changes at once, set GITHUB_WEBHOOK_SECRET and let GitHub send them to ${address}`,
    };
  }
  const isPublic = address.startsWith("https:") && !/^https:\/\/(?:localhost|127\.|\[::1\])/u.test(address);
  return {
    name: `GitHub webhook: ${address}`,
    ok: isPublic,
    hint: isPublic
      ? null
      : "GitHub cannot reach this address: set PUBLIC_URL to the https address of this server.",
  };
}
