import { z } from "zod";
import type { ChecksState, CodeHost, RepoRef } from "../../ports.ts";
import { checksState } from "./checks-state.ts";
import { orNull, type Connection } from "./connection.ts";

const CheckRunsForm = z
  .object({ check_runs: z.array(z.object({ status: z.string(), conclusion: z.string().nullish() })) })
  .transform((page) => page.check_runs);
const StatusForm = z.object({ state: z.string(), total_count: z.number() });
const CompareForm = z.object({ status: z.string() });

const MAX_CHECK_RUNS = 1000;

export function checkCalls(connection: Connection): Pick<CodeHost, "readChecks" | "isContained"> {
  async function readChecks(of: RepoRef, sha: string): Promise<ChecksState> {
    const runs = await orNull(
      connection.askAll(
        of,
        {
          route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
          params: { ref: sha, filter: "latest" },
          form: CheckRunsForm,
          doing: "read checks",
        },
        MAX_CHECK_RUNS,
      ),
      [404, 422],
    );
    const statuses = await orNull(
      connection.ask(of, {
        route: "GET /repos/{owner}/{repo}/commits/{ref}/status",
        params: { ref: sha, per_page: 1 },
        form: StatusForm,
        doing: "read commit statuses",
      }),
      // Statuses are a permission of their own; who does not use them need not give it.
      [403, 404, 422],
    );
    return checksState(runs ?? [], statuses && { state: statuses.state, count: statuses.total_count });
  }

  async function isContained(
    of: RepoRef,
    { commit, in: whole }: { commit: string; in: string },
  ): Promise<boolean | null> {
    const compared = await orNull(
      connection.ask(of, {
        route: "GET /repos/{owner}/{repo}/compare/{basehead}",
        params: { basehead: `${whole}...${commit}`, per_page: 1 },
        form: CompareForm,
        doing: "compare commits",
      }),
      [404, 422],
    );
    return compared && (compared.status === "identical" || compared.status === "behind");
  }

  return { readChecks, isContained };
}
