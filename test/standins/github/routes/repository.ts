import { notFound } from "../call.ts";
import { asJson } from "../json.ts";
import { forward, route, type Route } from "../router.ts";
import { abilitiesOf, readRepository, roleOf, showInstallation } from "./accounts.ts";

export const repositoryRoutes: Route[] = [
  route("GET ", async (world, { repo, caller }) => {
    const repository = await readRepository(world, repo.id);
    if (caller.kind !== "user") return { status: 200, body: repository };
    const permissions = abilitiesOf(await roleOf(world, repo, caller.login));
    return { status: 200, body: { ...repository, permissions } };
  }),

  route("GET /installation", async (world, call) => {
    if (!world.installations.has(call.repo.owner)) throw notFound();
    const reply = await forward(world, call);
    return reply.status === 200 ? { ...reply, body: showInstallation(world, asJson(reply.body)) } : reply;
  }),

  route("GET /collaborators/{login}/permission", async (world, call, { login = "" }) => {
    if (!world.users.includes(login)) throw notFound();
    const role = await roleOf(world, call.repo, login);
    // What GitHub has had from the beginning knows four steps only; everybody may read what is public.
    const role_name = role === "none" && !call.repo.isPrivate ? "read" : role;
    const old: Record<string, string> = { maintain: "write", triage: "read" };
    return { status: 200, body: { permission: old[role_name] ?? role_name, role_name, user: { login } } };
  }),
];
