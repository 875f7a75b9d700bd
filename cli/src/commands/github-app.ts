import { readFileSync } from "node:fs";
import type { Config } from "@firstline/core";

/** The parts of GitHub's form for a manifest that its page for new Apps takes as well. */
type Manifest = {
  name: string;
  description: string;
  default_permissions: Record<string, string>;
  default_events: string[];
};

/** Prints the address of GitHub's page for a new App, filled in; an organization's when one is named. */
export async function runGithubApp(config: Config, options: { org?: string }): Promise<number> {
  const file = new URL("../../../web/github-app-manifest.json", import.meta.url);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest; // Our own file.
  const publicUrl = config.web.publicUrl.replace(/\/+$/u, "");
  const isPublic = publicUrl.startsWith("https:");
  const owner = options.org === undefined ? "" : `organizations/${encodeURIComponent(options.org)}/`;
  const page = new URL(`https://github.com/${owner}settings/apps/new`);
  const fields = {
    // Names of Apps are unique on all of GitHub, and at most 34 characters long.
    name: [...new Set([manifest.name, config.workspace.name])].join(" ").slice(0, 34),
    description: manifest.description,
    url: publicUrl,
    public: "false",
    webhook_active: String(isPublic),
    ...(isPublic ? { webhook_url: `${publicUrl}/webhooks/github` } : {}),
    ...manifest.default_permissions,
  };
  for (const [name, value] of Object.entries(fields)) page.searchParams.append(name, value);
  if (isPublic) for (const event of manifest.default_events) page.searchParams.append("events[]", event);
  console.log(`Open this address and create the App:\n\n${page.href}\n`);
  if (!isPublic) {
    console.log(
      "PUBLIC_URL is no https address, so the App has no webhook: changes on GitHub are looked for every five minutes.",
    );
  }
  return 0;
}
