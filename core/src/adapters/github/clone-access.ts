import { fileURLToPath } from "node:url";
import type { GithubConfig } from "../../config.ts";
import type { CodeHost, RepoRef } from "../../ports.ts";
import type { Connection } from "./connection.ts";
import { repoParams } from "./repo-name.ts";

export function cloneCalls(connection: Connection, config: GithubConfig): Pick<CodeHost, "cloneAccess"> {
  async function cloneAccess(of: RepoRef): Promise<{ url: string; authorization: string | null }> {
    const { owner, repo } = repoParams(of.repo);
    const path = `/${owner}/${repo}.git`;
    const folder = folderOf(config.gitUrl);
    if (folder !== null) return { url: `${folder}${path}`, authorization: null };
    const { authorize } = await connection.access.of(of);
    const token = (await authorize(null))?.replace(/^Bearer /u, "") ?? "";
    const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
    return { url: `${config.gitUrl.replace(/\/+$/u, "")}${path}`, authorization: `Basic ${basic}` };
  }

  return { cloneAccess };
}

/** A mirror on this machine. */
function folderOf(gitUrl: string): string | null {
  const folder = gitUrl.startsWith("file:") ? fileURLToPath(gitUrl) : gitUrl;
  return folder.startsWith("/") ? folder.replace(/\/+$/u, "") : null;
}
