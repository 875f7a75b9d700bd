import { repoRefOf } from "../load.ts";
import type { Following } from "./follow.ts";
import { createMayCommand } from "./permission.ts";
import type { HostIssue } from "../../ports.ts";

/** How GitHub's own form of marking a duplicate reads in a comment. */
const DUPLICATE_OF = /^\s*duplicate of #(\d{1,9})\b/iu;

/**
 * The issue that this one is a duplicate of, as somebody with write access has said in a comment; null when nobody has.
 */
export async function findOriginal(
  { repository, code }: Following,
  issue: HostIssue,
): Promise<{ number: number; url: string } | null> {
  const ref = repoRefOf(repository);
  const mayCommand = createMayCommand(code.host, ref);
  const comments = await code.host.listComments(ref, { issueNumber: issue.number });
  for (const { body, author } of comments.toReversed()) {
    const number = Number(DUPLICATE_OF.exec(body)?.[1] ?? 0);
    if (number === 0 || author === null || !(await mayCommand(author))) continue;
    const original = await code.host.findIssue(ref, number);
    return original && original.repo === issue.repo ? { number, url: original.url } : null;
  }
  return null;
}
