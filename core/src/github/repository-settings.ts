import type { schema } from "@firstline/db";
import { z } from "zod";
import { InvalidError } from "../errors.ts";

const Names = z.array(z.string().trim().min(1).max(200)).max(100).default([]);
/** GitHub takes no longer ones, and no issue that has one. */
const Labels = z.array(z.string().trim().min(1).max(50)).max(100).default(["bug", "automated"]);
const Globs = (globs: string[]) => z.array(z.string().trim().min(1).max(200)).max(100).default(globs);
const Command = z.string().trim().max(500).default("");

/** What an operator can set for a repository; stored keys that are absent mean the default. */
const RepositorySettings = z.object({
  /** Which bugs are this repository's. A rule that names nothing fits everything; the first repository that fits is taken. */
  channels: Names,
  /** Forum tags, or words that the ticket's text must contain one of. */
  tags: Names,
  /** Names of product areas, compared with the suspected area of the report. */
  areas: Names,
  /** Tried in rising order. */
  order: z.number().int().min(0).max(1000).default(100),
  /** Whether a complete report becomes an issue by itself, or when an agent says so. */
  issues: z.enum(["automatic", "on_approval", "off"]).default("automatic"),
  /** Most issues made by itself in a day, for the repository and for one member; what is more waits for an agent. */
  issuesPerDay: z.number().int().min(0).max(1000).default(20),
  issuesPerMemberPerDay: z.number().int().min(0).max(100).default(3),
  labels: Labels,
  fixes: z.enum(["off", "on_approval", "automatic"]).default("on_approval"),
  /** From this confidence up a fix becomes a draft pull request. */
  fixThreshold: z.number().min(0).max(1).default(0.8),
  /** Runs once in a fresh copy before the tests, without a network, for example "npm ci --offline". */
  setupCommand: Command,
  /** Runs all tests and exits with 0 when they pass; empty: there are none, and no fix can be proven. */
  testCommand: Command,
  /** Files that may be changed, as globs; empty: all but the forbidden ones. */
  allowedPaths: Globs([]),
  /** Files that may not, beside those that never may (workflows, lock files, secrets). */
  forbiddenPaths: Globs([]),
  /** Which files are tests. */
  testPaths: Globs([
    "**/test/**",
    "**/tests/**",
    "**/__tests__/**",
    "**/spec/**",
    "**/*.test.*",
    "**/*.spec.*",
    "**/*_test.*",
    "**/test_*",
  ]),
  /** Limits of one attempt. */
  fixMinutes: z.number().int().min(1).max(120).default(20),
  fixSteps: z.number().int().min(1).max(200).default(40),
  fixCostUsd: z.number().min(0.01).max(100).default(2),
  fixMemoryMb: z.number().int().min(64).max(32_768).default(2048),
  fixMaxFiles: z.number().int().min(1).max(50).default(10),
  fixMaxLines: z.number().int().min(1).max(5000).default(400),
});
export type RepositorySettings = z.infer<typeof RepositorySettings>;

/** A stored value that cannot be used counts as absent. */
export function readRepositorySettings(
  row: Pick<typeof schema.githubRepositories.$inferSelect, "settings">,
): RepositorySettings {
  const parsed = RepositorySettings.safeParse(row.settings);
  if (parsed.success) return parsed.data;
  const bad = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  return RepositorySettings.parse(
    Object.fromEntries(Object.entries(row.settings).filter(([key]) => !bad.has(key))),
  );
}

/** Throws `InvalidError` with a sentence for each thing that is wrong, unknown names included. */
export function requireRepositorySettings(settings: Record<string, unknown>): RepositorySettings {
  const parsed = RepositorySettings.strict().safeParse(settings);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.path.length === 0 ? `${issue.message}.` : `${issue.path.join(".")}: ${issue.message}.`,
  );
  throw new InvalidError(`These settings cannot be used. ${problems.join(" ")}`);
}
