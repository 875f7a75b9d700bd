import { z } from "zod";
import type { CodeHost, RepoRef } from "../../ports.ts";
import { orNull, type Connection } from "./connection.ts";
import { GithubError } from "./refusal.ts";

const RefForm = z.object({ object: z.object({ sha: z.string() }) });

export type BranchCalls = Pick<CodeHost, "findBranch"> & {
  /** Makes the branch, or moves it there whatever it pointed at. */
  pointBranch(of: RepoRef, branch: string, sha: string): Promise<void>;
};

export function branchCalls(connection: Connection): BranchCalls {
  async function findBranch(of: RepoRef, branch: string): Promise<{ sha: string } | null> {
    const found = await orNull(
      connection.ask(of, {
        route: "GET /repos/{owner}/{repo}/git/ref/{ref}",
        params: { ref: `heads/${branch}` },
        form: RefForm,
        doing: "read branches",
      }),
      [404, 409],
    );
    return found && { sha: found.object.sha };
  }

  async function pointBranch(of: RepoRef, branch: string, sha: string): Promise<void> {
    if (await findBranch(of, branch)) return moveBranch(of, branch, sha);
    try {
      await connection.ask(of, {
        route: "POST /repos/{owner}/{repo}/git/refs",
        params: { ref: `refs/heads/${branch}`, sha },
        form: RefForm,
        doing: "create branches",
        isRepeatable: true,
      });
    } catch (error) {
      const isThere = error instanceof GithubError && /already exists/iu.test(error.detail);
      if (!isThere) throw error;
      await moveBranch(of, branch, sha);
    }
  }

  async function moveBranch(of: RepoRef, branch: string, sha: string): Promise<void> {
    await connection.ask(of, {
      route: "PATCH /repos/{owner}/{repo}/git/refs/{ref}",
      params: { ref: `heads/${branch}`, sha, force: true },
      form: RefForm,
      doing: "move branches",
      isRepeatable: true,
    });
  }

  return { findBranch, pointBranch };
}
