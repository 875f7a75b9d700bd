import { z } from "zod";
import { checkAccess } from "./access.ts";
import { Refused, notFound, type Call, type Reply } from "./call.ts";
import { forward, matchRoute, type Route } from "./router.ts";
import { answerAccount } from "./routes/accounts.ts";
import { checkRoutes } from "./routes/checks.ts";
import { gitDataRoutes } from "./routes/git-data.ts";
import { issueRoutes, redirect } from "./routes/issues.ts";
import { listRoutes } from "./routes/lists.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { repositoryRoutes } from "./routes/repository.ts";
import { findFormerRepo, findRepo, type RepoRecord, type World } from "./world.ts";

const ROUTES: Route[] = [
  ...repositoryRoutes,
  ...issueRoutes,
  ...pullRoutes,
  ...listRoutes,
  ...gitDataRoutes,
  ...checkRoutes,
];

/** GitHub's answer to a request of the API. */
export async function handle(world: World, call: Call): Promise<Reply> {
  try {
    return (await answerAccount(world, call)) ?? (await answerRepository(world, call));
  } catch (error) {
    if (error instanceof Refused) return error.reply;
    if (error instanceof z.ZodError) return new Refused(422, "Invalid request.").reply;
    throw error;
  }
}

async function answerRepository(world: World, call: Call): Promise<Reply> {
  const { repo, part } = findTarget(world, call);
  const about = { ...call, repo, part };
  await checkAccess(world, call, repo, part);
  for (const route of ROUTES) {
    const params = matchRoute(route, about);
    if (params !== null) return route.handle(world, about, params);
  }
  return forward(world, about);
}

function findTarget(world: World, call: Call): { repo: RepoRecord; part: string } {
  const [, kind = "", first = "", second = "", ...rest] = call.path.split("/");
  if (kind === "repositories") {
    const repo = world.repos.get(Number(first));
    if (!repo) throw notFound();
    return { repo, part: ["", ...(second === "" ? [] : [second]), ...rest].join("/") };
  }
  const part = ["", ...rest].join("/");
  const [owner, name] = [decodeURIComponent(first), decodeURIComponent(second)];
  const repo = findRepo(world, owner, name);
  if (repo) return { repo, part };
  const former = findFormerRepo(world, owner, name);
  const query = call.query.size > 0 ? `?${call.query.toString()}` : "";
  if (former) throw redirect(call, `${world.url}/repositories/${former.id}${part}${query}`);
  throw notFound();
}
