import type { HostRepository } from "../ports.ts";

/** Why a repository cannot be used, a sentence for agents; null when it can. `found` is null when GitHub shows nothing. */
export function findRepositoryProblem(repo: string, found: HostRepository | null): string | null {
  if (found === null) {
    return `GitHub no longer shows us ${repo}: it was deleted, or our access was taken away. An administrator of it can give it back.`;
  }
  if (found.isArchived)
    return `${found.repo} is archived: nothing can be written there until it is unarchived.`;
  if (!found.hasIssues)
    return `Issues are switched off in ${found.repo}: somebody must switch them on in its settings.`;
  if (!found.may.writeIssues) {
    return `We may not write issues in ${found.repo}: the app or the token needs that permission.`;
  }
  return null;
}
