import { quoteForHost, toHostLine, toHostText } from "../github/host-text.ts";
import type { BugSpec } from "../ports.ts";
import { withoutPii } from "../text/index.ts";
import { markerOf } from "./choose-branch.ts";
import type { AttemptPlace } from "./load.ts";
import type { ProofStage } from "./proof.ts";
import { toUsd } from "./words.ts";

export type PullTextInput = AttemptPlace & {
  /** As the host has it now. */
  issueTitle: string;
  /** Error texts of the report that stand in the issue already. */
  errorTexts: BugSpec["errorTexts"];
  /** Address of the ticket, for agents. */
  ticketUrl: string;
  steps: number;
};

/** In brackets or stars some of these keep checks from running, in commits and in the titles that become commits. */
const MARKS = /[[\]*{}]/gu;

function titleOf(text: string, length: number): string {
  const tame = text
    .replace(MARKS, " ")
    .replace(/\b(?:skip|no)[-_ ]?(?:ci|checks)\b|\bci[-_ ]skip\b/giu, "ci");
  return toHostLine(tame, length) || "a reported bug";
}

export function pullTitle({ issueTitle }: Pick<PullTextInput, "issueTitle">): string {
  return `[Automated Fix] ${titleOf(issueTitle, 100)}`;
}

/** Refers to no issue: the pull request does, and every push of a commit would say so again. */
export function commitMessage({ issueTitle }: Pick<PullTextInput, "issueTitle">): string {
  return `fix: ${titleOf(issueTitle, 60)}\n\nMade automatically; the pull request says from what, and how it was tested.\n`;
}

/** The pull request's text. Each line that is not our own stands in a quotation, so that no bot takes it for a command. */
export function pullBody(input: PullTextInput): string {
  const { attempt, issue } = input;
  return [
    `Fixes #${issue.number}`,
    "This draft was made automatically from a bug report. Nobody has looked at it yet: please review it like any other change.",
    section("What was reported", [
      quoted(toHostText(input.issueTitle)),
      ...input.errorTexts
        .slice(0, 3)
        .map((text) => quoteForHost(withoutPii(text, NOBODY).text.slice(0, 1500))),
    ]),
    section("What was wrong, and what changes", [quoted(toHostText(attempt.summary ?? ""))]),
    section("Proof", proofOf(attempt.proof)),
    section("Changed files", [quoteForHost(filesOf(input))]),
    ...(attempt.limits.length === 0
      ? []
      : [
          section("Not tried, or not sure", [
            quoted(attempt.limits.map((limit) => `- ${toHostText(oneLine(limit))}`).join("\n")),
          ]),
        ]),
    section("Where it comes from", [originOf(input)]),
    markerOf(input),
  ].join("\n\n");
}

const NOBODY = { names: [], emails: [], handles: [] };

function section(title: string, parts: string[]): string {
  return [`### ${title}`, ...parts].join("\n\n");
}

function quoted(markdown: string): string {
  return markdown
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();

const STAGES: Record<ProofStage["stage"], string> = {
  before: "as they were",
  with_test: "with the changed tests alone",
  with_fix: "with the whole change",
};

function proofOf(stages: readonly ProofStage[]): string[] {
  const rows = stages.map(
    ({ stage, passed, seconds }) =>
      `| ${STAGES[stage]} | ${passed ? "pass" : "fail"} | ${seconds.toFixed(1)} s |`,
  );
  const outputs = stages
    .filter(({ stage }) => stage !== "before")
    .flatMap(({ stage, output }) => [
      `The end of what the tests print ${STAGES[stage]}:`,
      quoteForHost(output.slice(-1800)),
    ]);
  return [
    "All tests were run again in fresh copies of the repository, shut in and without a network:",
    ["| files | tests | time |", "| --- | --- | --- |", ...rows].join("\n"),
    ...outputs,
  ];
}

function filesOf({ attempt }: PullTextInput): string {
  return (attempt.patch ?? [])
    .map(
      ({ path, content, isTest }) =>
        `${path}${content === null ? " (deleted)" : ""}${isTest ? " (test)" : ""}`,
    )
    .join("\n");
}

function originOf({ attempt, ticketUrl, steps }: PullTextInput): string {
  const started =
    attempt.approvedLogin === null
      ? "Started by itself, as the repository's settings say."
      : `Started by \`${attempt.approvedLogin.replace(/[^\w-]/gu, "")}\`.`;
  const sure = attempt.confidence === null ? "" : ` Confidence ${attempt.confidence.toFixed(2)} of 1.`;
  const model = attempt.model === null ? "" : ` \`${attempt.model.replaceAll("`", "")}\`,`;
  return `${started}${sure} Attempt ${attempt.number}:${model} ${steps} steps, ${toUsd(attempt.costUsd)}. [The ticket](${ticketUrl}), for agents.`;
}
