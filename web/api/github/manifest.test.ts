import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { toGithubEvent } from "./to-event.ts";

const file = new URL("../../github-app-manifest.json", import.meta.url);
const manifest = z
  .object({
    hook_attributes: z.object({ url: z.string() }),
    default_permissions: z.record(z.string(), z.string()),
    default_events: z.array(z.string()),
  })
  .parse(JSON.parse(readFileSync(file, "utf8")));

/** Has whatever any event needs. */
const PAYLOAD = {
  action: "completed",
  repository: { id: 1 },
  issue: { number: 2 },
  comment: { body: "/fix" },
  pull_request: { number: 3 },
  check_run: { head_sha: "abc" },
  check_suite: { head_sha: "abc" },
  installation: { id: 4 },
  sha: "abc",
  after: "abc",
  ref: "refs/heads/main",
  ref_type: "branch",
};
/** GitHub sends these to every App, asked or not. */
const ALWAYS_SENT = ["installation", "installation_repositories"];
/** Others that a manifest could ask for. */
const NOT_FOLLOWED = [
  ..."branch_protection_rule code_scanning_alert commit_comment dependabot_alert deployment deployment_status".split(
    " ",
  ),
  ..."discussion discussion_comment fork gollum label member merge_group milestone page_build project public".split(
    " ",
  ),
  ..."pull_request_review_comment pull_request_review_thread registry_package repository_dispatch star team".split(
    " ",
  ),
  ..."sub_issues watch workflow_dispatch workflow_job workflow_run".split(" "),
];

test.each(manifest.default_events)("the App asks for %s, and the webhook follows it", (event) => {
  expect(toGithubEvent(event, PAYLOAD)).not.toBeNull();
});

test.each(ALWAYS_SENT)("%s, which every App is sent, is followed", (event) => {
  expect(toGithubEvent(event, PAYLOAD)).not.toBeNull();
  expect(manifest.default_events).not.toContain(event);
});

test.each(NOT_FOLLOWED)("%s is neither asked for nor followed", (event) => {
  expect(toGithubEvent(event, PAYLOAD)).toBeNull();
  expect(manifest.default_events).not.toContain(event);
});

test("the App asks for no more than it needs", () => {
  expect(manifest.default_permissions).toEqual({
    checks: "read",
    contents: "write",
    issues: "write",
    metadata: "read",
    pull_requests: "write",
    statuses: "read",
  });
  expect(new URL(manifest.hook_attributes.url).pathname).toBe("/webhooks/github");
});
