import { GithubError } from "./refusal.ts";

/** "owner/name" as GitHub's routes take it. Throws a final `GithubError` for anything else. */
export function repoParams(repo: string): { owner: string; repo: string } {
  const [owner = "", name = "", ...rest] = repo.split("/");
  const isName = (part: string) => /^[\w.-]{1,100}$/u.test(part) && part !== "." && part !== "..";
  if (rest.length === 0 && isName(owner) && isName(name)) return { owner, repo: name };
  throw new GithubError("The name of a repository has the form owner/name.", {
    status: null,
    detail: "not a repository's name",
    retryable: false,
  });
}
