import { z } from "zod";
import type { CodeHost, RepoRef } from "../../ports.ts";
import type { BranchCalls } from "./branches.ts";
import { orNull, type Connection } from "./connection.ts";
import { GithubError } from "./refusal.ts";

const ShaForm = z.object({ sha: z.string() });
const CommitForm = z.object({ sha: z.string(), tree: ShaForm });
type CommitFilesInput = Parameters<CodeHost["commitFiles"]>[1];

export function commitCalls(
  connection: Connection,
  branches: Pick<BranchCalls, "pointBranch">,
): Pick<CodeHost, "commitFiles"> {
  async function commitFiles(of: RepoRef, input: CommitFilesInput): Promise<{ sha: string }> {
    const base = await orNull(
      connection.ask(of, {
        route: "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
        params: { commit_sha: input.baseSha },
        form: CommitForm,
        doing: "read commits",
      }),
    );
    if (!base) throw unknownBase(of);
    const tree = await connection.ask(of, {
      route: "POST /repos/{owner}/{repo}/git/trees",
      params: { base_tree: base.tree.sha, tree: input.files.map(toTreeEntry) },
      form: ShaForm,
      doing: "write files",
      isRepeatable: true,
    });
    // Made twice it leaves one commit behind that no branch leads to.
    const commit = await connection.ask(of, {
      route: "POST /repos/{owner}/{repo}/git/commits",
      params: { message: input.message, tree: tree.sha, parents: [base.sha] },
      form: ShaForm,
      doing: "write commits",
      isRepeatable: true,
    });
    await branches.pointBranch(of, input.branch, commit.sha);
    return { sha: commit.sha };
  }

  return { commitFiles };
}

function toTreeEntry({ path, content, mode }: CommitFilesInput["files"][number]) {
  const entry = { path, mode, type: "blob" };
  return content === null ? { ...entry, sha: null } : { ...entry, content };
}

function unknownBase({ repo }: RepoRef): GithubError {
  return new GithubError(`The commit that the change was made for is not part of ${repo} (any more).`, {
    status: 404,
    detail: "the base commit is unknown",
    retryable: false,
  });
}
