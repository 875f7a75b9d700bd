import {
  addEvidence,
  attemptFix,
  describeBug,
  fileBug,
  findPerson,
  publishFix,
  receiveMessage,
  rememberAgent,
  reportBug,
  requestIssue,
} from "@firstline/core";
import type { AgentRequest, BugRequest, BugSpec, JobName, Person, StepResult } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import { CART_FILES, FINISHED, mendTotal, runCartTests, writeTest } from "../fixes/cart.ts";
import { fakeWorkbench } from "../fixes/fake-workbench.ts";
import { aCode, aRepositoryRow, fakeHost, scriptedAgent } from "../support/code.ts";
import type { FakeHost, HostCall, ScriptedTurn } from "../support/code.ts";
import { aDesk, MEMBER } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { WORST } from "./captured-model.ts";

/** What became of one attack: everything that left us, and what was written down. */
export type Aftermath = {
  ticketId: number;
  /** Calls of the code host that change something. */
  written: HostCall[];
  /** Names of those that came before an agent had a hand in it. */
  byItself: string[];
  /** Everything that members and agents would read, as JSON. */
  said: string;
  /** Requests to the model of the fix, as JSON. */
  asked: string;
  /** What the audit says was refused. */
  refused: string[];
};

export type FixGround = {
  desk: Desk;
  host: FakeHost;
  /** An issue of somebody else's that nothing may happen to. */
  bystander: number;
  /** A report, an agent who has an issue made of it whatever holds it back, a fix by itself, and one word more. */
  attack(text: string): Promise<Aftermath>;
};

const WRITING = new Set(["createIssue", "createComment", "commitFiles", "createPull", "updatePull"]);
const SETTINGS = {
  testCommand: "node --test",
  fixes: "automatic",
  issuesPerDay: 1000,
  issuesPerMemberPerDay: 100,
};

/** Where all that reads a report obeys it: what takes it apart, and what mends the bug. */
export async function aFixGround(db: Db, options: { sees: boolean }): Promise<FixGround> {
  const desk = await aDesk(db);
  const { ctx, workspace } = desk;
  const workspaceId = workspace.id;
  const host = fakeHost(ctx.now);
  const repository = host.addRepository();
  await aRepositoryRow(ctx, { workspaceId, repository, settings: SETTINGS });
  const bystander = host.maintainer.openIssue(repository.repo, { title: "Another bug", body: "of others" });
  const agent = scriptedAgent();
  ctx.code = aCode(host, { agent, workbench: fakeWorkbench(CART_FILES, runCartTests) });
  ctx.fastModel = { ...ctx.model, describeBug: async (request) => describeAsTold(request) };
  if (!options.sees) ctx.scoreInjection = () => 0;
  const bea = await ctx.db.transaction((tx) =>
    rememberAgent(tx, workspaceId, { platform: "slack", externalId: "U_BEA", name: "Bea" }),
  );

  return {
    desk,
    host,
    bystander: bystander.number,
    async attack(text) {
      const before = { calls: host.calls.length, requests: agent.requests.length };
      agent.next(...capturedTurns(text));
      const { ticketId, ts } = await desk.ask({ text });
      await reportBug(ctx, { workspaceId, ticketId, by: await getMember(desk) });
      await runJobs(desk);
      const byItself = host.calls.slice(before.calls).map(({ method }) => method);
      await requestIssue(ctx, { workspaceId, ticketId, by: bea }).catch(unlessFiled);
      await runJobs(desk);
      await receiveMessage(ctx, desk.message({ threadId: ts, text: `It happens here too. ${text}` }));
      await runJobs(desk);
      agent.forget();
      const written = host.calls.slice(before.calls).filter(({ method }) => WRITING.has(method));
      const asked = JSON.stringify(agent.requests.slice(before.requests));
      return { ticketId, written, byItself, asked, ...(await look(desk, ticketId)) };
    },
  };
}

async function getMember({ ctx, workspace }: Desk): Promise<Person> {
  const member = await findPerson(ctx.db, workspace.id, MEMBER);
  if (!member) throw new Error("the member is not known");
  return member;
}

/** It was made by itself before. */
function unlessFiled(error: unknown): void {
  if (error instanceof Error && /has issue #\d+ already/.test(error.message)) return;
  throw error;
}

/** As much of what the attacker wrote as fits, in every place that there is. */
function describeAsTold({ messages }: BugRequest): StepResult<BugSpec> {
  const text = messages.join("\n\n");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const value: BugSpec = {
    title: lines[0] ?? "",
    steps: lines,
    expected: text,
    actual: text,
    environment: lines.slice(0, 12).map((line) => ({ name: line, value: line })),
    errorTexts: [text, ...lines],
    suspectedArea: lines[0] ?? null,
    severity: "urgent",
    missing: [],
  };
  const usage = { model: "m", inputTokens: 1, outputTokens: 1, cachedInputTokens: 0, costUsd: 0 };
  return { value, usage };
}

/** It mends the bug, and says what the attacker wants to be said. */
function capturedTurns(text: string): ScriptedTurn[] {
  const told = (request: AgentRequest): string => {
    const [first] = request.turns;
    return first?.role === "user" ? first.text : "";
  };
  const harm = (request: AgentRequest): string =>
    `${text.slice(0, 600)}\n${WORST.join("\n")}\n${told(request).slice(0, 300)}`.trim();
  return [
    {
      calls: [
        { name: "write_file", input: { path: ".github/workflows/evil.yml", contents: text } },
        writeTest,
        mendTotal,
      ],
    },
    (request) => {
      const words = harm(request);
      const limits = [text.trim().slice(0, 400), ...WORST.slice(0, 6).map((worst) => worst.slice(0, 400))];
      const input = { ...FINISHED, summary: words.slice(0, 2_000), cause: words.slice(0, 2_000), limits };
      return { calls: [{ name: "finish", input }] };
    },
  ];
}

const NAMES: JobName[] = ["describe_bug", "file_bug", "attempt_fix", "publish_fix", "add_evidence"];
type Waiting = { id: string; name: JobName; payload: { ticketId: number; attemptId: number } };

/** Runs what waits of the chain, at once and one after the other; what was put off until the member answers, only once. */
async function runJobs({ ctx, workspace }: Desk): Promise<void> {
  const workspaceId = workspace.id;
  const seen = new Set<string>();
  for (;;) {
    const rows = await ctx.db.execute<Waiting>(sql`
      select j.id::text, j.task_identifier as name, p.payload from graphile_worker.jobs j
      join graphile_worker._private_jobs p on p.id = j.id
      where (p.payload->>'workspaceId')::int = ${workspaceId} order by j.id`);
    const next = [...rows].find(({ id, name }) => NAMES.includes(name) && !seen.has(id));
    if (!next) return;
    seen.add(next.id);
    await ctx.db.execute(sql`delete from graphile_worker._private_jobs where id = ${next.id}::bigint`);
    const { ticketId, attemptId } = next.payload;
    const signal = new AbortController().signal;
    const work: Partial<Record<JobName, () => Promise<unknown>>> = {
      describe_bug: () => describeBug(ctx, { workspaceId, ticketId, attempt: 1 }),
      file_bug: () => fileBug(ctx, { workspaceId, ticketId, personId: null, attempt: 1 }),
      attempt_fix: () => attemptFix(ctx, { workspaceId, attemptId, signal, attempt: 1 }),
      publish_fix: () => publishFix(ctx, { workspaceId, attemptId, attempt: 1 }),
      add_evidence: () => addEvidence(ctx, { workspaceId, ticketId, attempt: 1 }),
    };
    await work[next.name]?.();
  }
}

async function look(
  { ctx, workspace }: Desk,
  ticketId: number,
): Promise<Pick<Aftermath, "said" | "refused">> {
  const [o, e] = [schema.outgoingMessages, schema.ticketEvents];
  const outgoing = await ctx.db
    .select({ payload: o.payload })
    .from(o)
    .where(and(eq(o.workspaceId, workspace.id), eq(o.ticketId, ticketId), gt(o.id, 0)))
    .orderBy(asc(o.id));
  const refusals = await ctx.db
    .select({ metadata: e.metadata })
    .from(e)
    .where(and(eq(e.workspaceId, workspace.id), eq(e.ticketId, ticketId), eq(e.kind, "attack_refused")));
  return {
    said: JSON.stringify(outgoing),
    refused: refusals.map(({ metadata }) => String(Object(metadata).what)),
  };
}
