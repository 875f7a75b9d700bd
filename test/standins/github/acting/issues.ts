import { asJson, asList, number, text, type Json } from "../json.ts";
import { callAs, userCaller } from "../perform.ts";
import { findIssue, readAll } from "../routes/issues.ts";
import type { World } from "../world.ts";
import { act, repoNamed } from "./find.ts";

type By = { by?: string };

export type IssueActions = {
  /** Answers its number. */
  openIssue(repo: string, issue: { title: string; body?: string; labels?: string[] } & By): Promise<number>;
  /** Answers its id. */
  comment(repo: string, issue: number, body: string, options?: By): Promise<number>;
  /** `commit` or `pull`: what closed it, where a person did not. */
  closeIssue(
    repo: string,
    issue: number,
    reason?: "completed" | "not_planned" | "duplicate",
    /** `commitRepo`: where the commit is, if not here. */
    options?: By & { commit?: string; commitRepo?: string; pull?: number },
  ): Promise<void>;
  reopen(repo: string, issue: number, options?: By): Promise<void>;
  editIssue(repo: string, issue: number, change: { title?: string; body?: string }): Promise<void>;
  label(repo: string, issue: number, labels: string[]): Promise<void>;
  /** Makes the milestone when there is none of that title; null takes it off. */
  milestone(repo: string, issue: number, title: string | null): Promise<void>;
  /** Answers its number there. */
  transfer(repo: string, issue: number, to: string): Promise<number>;
  deleteIssue(repo: string, issue: number): Promise<void>;
  /** As GitHub shows it to the maintainer. */
  readIssue(repo: string, issue: number): Promise<Json>;
  readIssues(repo: string): Promise<Json[]>;
  readComments(repo: string, issue: number): Promise<Json[]>;
};

export function actingOnIssues(world: World): IssueActions {
  const change = (repo: string, issue: number, body: Json, by?: string) =>
    act(world, repoNamed(world, repo), { method: "PATCH", part: `/issues/${issue}`, body, by });

  return {
    openIssue: async (repo, { by, ...body }) => {
      const made = await act(world, repoNamed(world, repo), { method: "POST", part: "/issues", body, by });
      return number(made, "number");
    },
    comment: async (repo, issue, body, { by } = {}) => {
      const part = `/issues/${issue}/comments`;
      return number(
        await act(world, repoNamed(world, repo), { method: "POST", part, body: { body }, by }),
        "id",
      );
    },
    closeIssue: async (repo, issue, reason = "completed", { by, commit, commitRepo = repo, pull } = {}) => {
      const record = repoNamed(world, repo);
      record.closers.set(issue, { commit: commit ?? null, commitRepo, pull: pull ?? null });
      await change(repo, issue, { state: "closed", state_reason: reason }, by);
    },
    reopen: async (repo, issue, { by } = {}) => void (await change(repo, issue, { state: "open" }, by)),
    editIssue: async (repo, issue, changed) => void (await change(repo, issue, { ...changed })),
    label: async (repo, issue, labels) => void (await change(repo, issue, { labels })),
    milestone: async (repo, issue, title) => {
      const milestone = title === null ? null : await milestoneNumber(world, repo, title);
      await change(repo, issue, { milestone });
    },
    transfer: (repo, issue, to) => transfer(world, repo, issue, to),
    deleteIssue: async (repo, issue) => {
      const record = repoNamed(world, repo);
      const found = await findIssue(world, callAs(world, record), issue);
      record.deleted.add(issue);
      await world.webhooks.issue(record, "deleted", found, userCaller(world.admin));
    },
    readIssue: (repo, issue) => findIssue(world, callAs(world, repoNamed(world, repo)), issue),
    readIssues: (repo) => readAll(world, callAs(world, repoNamed(world, repo)), "/issues", { state: "all" }),
    readComments: (repo, issue) =>
      readAll(world, callAs(world, repoNamed(world, repo)), `/issues/${issue}/comments`, {}),
  };
}

async function milestoneNumber(world: World, repo: string, title: string): Promise<number> {
  const record = repoNamed(world, repo);
  const all = await readAll(world, callAs(world, record), "/milestones", { state: "all" });
  const found = all.find((one) => one["title"] === title);
  const made = found ?? (await act(world, record, { method: "POST", part: "/milestones", body: { title } }));
  return number(made, "number");
}

/** The issue is made anew in the other repository; the old place leads there. */
async function transfer(world: World, repo: string, issue: number, to: string): Promise<number> {
  const from = repoNamed(world, repo);
  const target = repoNamed(world, to);
  const old = await findIssue(world, callAs(world, from), issue);
  const labels = asList(old["labels"] ?? []).map((label) => text(label, "name"));
  const body = { title: old["title"], body: old["body"], labels };
  const made = await act(world, target, { method: "POST", part: "/issues", body });
  from.transfers.set(issue, { to: target, number: number(made, "number") });
  const changes = { new_issue: asJson(made), new_repository: {} };
  await world.webhooks.issue(from, "transferred", old, userCaller(world.admin), { changes });
  return number(made, "number");
}
