import type { Check } from "@firstline/bot";
import { listAccounts } from "@firstline/core";
import type { CodeCtx, Ctx, RepositoryInList } from "@firstline/core";
import { trying } from "./trying.ts";

type Place = { ctx: Pick<Ctx, "db">; code: CodeCtx; workspaceId: number };

/** What fixes need beside permissions: a place to run tests, a model, somebody who may approve. */
export async function checkFixes(place: Place, rows: RepositoryInList[]): Promise<Check[]> {
  const problem = await place.code.workbench.findProblem();
  const { agent } = place.code;
  return [
    {
      name:
        problem === null ? "Fixes: tests can be run shut in on this machine" : "Fixes: no tests can be run",
      ok: problem === null,
      hint: problem,
    },
    {
      name: agent === null ? "Fixes: no model" : `Fixes: written by ${agent.name}`,
      ok: agent !== null,
      hint:
        agent === null
          ? "Set ANTHROPIC_API_KEY, or OPENAI_API_KEY with OPENAI_MODEL; or switch fixes off: github set owner/name fixes=off"
          : null,
    },
    ...(await checkApprovers(
      place,
      rows.filter(({ settings }) => settings.fixes === "on_approval"),
    )),
  ];
}

/** Somebody of the agents must be able to approve. */
async function checkApprovers({ ctx, code, workspaceId }: Place, rows: RepositoryInList[]): Promise<Check[]> {
  const accounts = await listAccounts(ctx, { workspaceId });
  const logins = accounts.flatMap(({ login }) => login ?? []);
  const checks: Check[] = [];
  for (const row of rows) {
    const found = await trying(async () => {
      const permissions = await Promise.all(
        logins.map(async (login) => code.host.readPermission(row, login)),
      );
      return logins.filter((_, n) => ["admin", "maintain", "write"].includes(permissions[n] ?? "none"));
    });
    if ("error" in found)
      checks.push({ name: `Who approves fixes in ${row.repo}`, ok: false, hint: found.error });
    else checks.push(approversOf(row.repo, found.value));
  }
  return checks;
}

function approversOf(repo: string, logins: string[]): Check {
  if (logins.length > 0)
    return { name: `Fixes in ${repo}: ${logins.join(", ")} may approve them`, ok: true, hint: null };
  return {
    name: `Fixes in ${repo}: nobody here may approve them`,
    ok: false,
    hint: 'Say who may write there: npm run firstline -- github account "NAME" GITHUB-LOGIN',
  };
}
