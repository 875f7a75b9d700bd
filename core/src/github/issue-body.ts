import type { BugSpec } from "../ports.ts";
import { withoutPii } from "../text/pii.ts";
import type { KnownPeople } from "../text/pii.ts";
import { quoteForHost, toHostCell, toHostLine, toHostText } from "./host-text.ts";

export type IssueText = { title: string; body: string };

export type IssueInput = {
  spec: BugSpec;
  ticketId: number;
  /** Base of the console's addresses. */
  consoleUrl: string;
  /** Who reported it: what is known of them is taken out. */
  reporter: KnownPeople;
  marker: string;
};

const TITLE = 120;
const NOT_SAID = "*not said*";

/** What the issue says: everything of the member's is data there, nothing of it says who they are. */
export function renderIssue(input: IssueInput): IssueText {
  const { spec, reporter } = input;
  const clean = (text: string): string => withoutPii(text, reporter).text;
  const text = (said: string | null): string => (said === null ? NOT_SAID : toHostText(clean(said)));
  const sections = [
    text(spec.actual ?? spec.title),
    section("Steps to reproduce", numbered(spec.steps.map((step) => toHostText(clean(step))))),
    section("Expected and actual", comparison(spec, clean)),
    section("Environment", environmentTable(spec, clean)),
    ...spec.errorTexts.map((quote, i) =>
      section(i === 0 ? "What was shown" : "", quoteForHost(clean(quote))),
    ),
    section("Assessment", assessment(spec, clean)),
    footer(input),
  ];
  const title = toHostLine(clean(spec.title), TITLE);
  return {
    title: title === "" ? "A bug that a community member reports" : title,
    body: `${sections.filter((part) => part !== "").join("\n\n")}\n\n${input.marker}`,
  };
}

const section = (heading: string, content: string): string =>
  content === "" || heading === "" ? content : `### ${heading}\n\n${content}`;

const numbered = (steps: string[]): string =>
  steps.length === 0 ? NOT_SAID : steps.map((step, i) => `${i + 1}. ${step}`).join("\n");

type Clean = (text: string) => string;

function comparison({ expected, actual }: BugSpec, clean: Clean): string {
  if (expected === null && actual === null) return "";
  const cell = (said: string | null): string => (said === null ? NOT_SAID : toHostCell(clean(said)));
  return table(["Expected", "Actual"], [[cell(expected), cell(actual)]]);
}

function environmentTable({ environment }: BugSpec, clean: Clean): string {
  if (environment.length === 0) return "";
  return table(
    ["What", "Value"],
    environment.map(({ name, value }) => [toHostCell(clean(name)), toHostCell(clean(value))]),
  );
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function assessment({ severity, suspectedArea }: BugSpec, clean: Clean): string {
  const area = suspectedArea === null ? [] : [`- Suspected area: ${toHostText(clean(suspectedArea))}`];
  return [`- Severity: ${severity}`, ...area].join("\n");
}

function footer({ ticketId, consoleUrl }: IssueInput): string {
  return `---\n\nReported by a community member and put together automatically. [Ticket ${ticketId}](${consoleUrl}/tickets/${ticketId}) (for the support team)`;
}
