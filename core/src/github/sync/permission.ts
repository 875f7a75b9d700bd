import type { CodeHost, RepoRef } from "../../ports.ts";

const MAY_WRITE = ["write", "maintain", "admin"];

/** Whether somebody may write to the repository, and so may tell us what to do there. */
export async function mayCommand(host: CodeHost, of: RepoRef, login: string): Promise<boolean> {
  return MAY_WRITE.includes(await host.readPermission(of, login));
}
