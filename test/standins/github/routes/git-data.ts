import { z } from "zod";
import { Refused, invalid, notFound, paged, type Reply } from "../call.ts";
import type { Commit } from "../git.ts";
import { refChanged } from "../pushes.ts";
import { route, type RepoCall, type Route } from "../router.ts";
import { fullName, type World } from "../world.ts";

// Git objects and references come from a real bare repository: its commits are those that a clone has.

const TreeBody = z.object({
  base_tree: z.string().optional(),
  tree: z
    .array(
      z.object({
        path: z.string(),
        mode: z.string().default("100644"),
        type: z.string().default("blob"),
        sha: z.string().nullish(),
        content: z.string().optional(),
      }),
    )
    .min(1),
});
const Signature = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const CommitBody = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: Signature.optional(),
  committer: Signature.optional(),
});

export const gitDataRoutes: Route[] = [
  route("GET /git/ref/{ref}", async (world, { repo }, { ref = "" }) => {
    const sha = await repo.git.readRef(`refs/${ref}`);
    if (sha === null) throw notFound();
    return { status: 200, body: await showRef(world, repo, `refs/${ref}`, sha) };
  }),

  route("POST /git/refs", async (world, call) => {
    const { ref, sha } = z.object({ ref: z.string(), sha: z.string() }).parse(call.body);
    if (!/^refs\/(?:heads|tags)\/[^\s~^:?*[\\]+$/u.test(ref) || ref.includes("..")) {
      throw new Refused(422, `${ref} is not a valid ref name.`);
    }
    if ((await call.repo.git.typeOf(sha)) === null) throw new Refused(422, "Object does not exist");
    if ((await call.repo.git.readRef(ref)) !== null) throw new Refused(422, "Reference already exists");
    await call.repo.git.writeRef(ref, sha);
    await refChanged(world, call.repo, { ref, before: null, after: sha, by: call.caller });
    return { status: 201, body: await showRef(world, call.repo, ref, sha) };
  }),

  route("PATCH /git/refs/{ref}", async (world, call, { ref = "" }) => {
    const full = `refs/${ref}`;
    const { sha, force } = z.object({ sha: z.string(), force: z.boolean().default(false) }).parse(call.body);
    const before = await call.repo.git.readRef(full);
    if (before === null) throw new Refused(422, "Reference does not exist");
    if ((await call.repo.git.typeOf(sha)) === null) throw new Refused(422, "Object does not exist");
    const compared = await call.repo.git.compare(before, sha);
    if (!force && compared?.behind !== 0) throw new Refused(422, "Update is not a fast forward");
    await call.repo.git.writeRef(full, sha);
    await refChanged(world, call.repo, { ref: full, before, after: sha, by: call.caller });
    return { status: 200, body: await showRef(world, call.repo, full, sha) };
  }),

  route("GET /git/commits/{sha}", async (world, { repo }, { sha = "" }) => {
    const commit = await repo.git.readCommit(sha);
    if (!commit) throw notFound();
    return { status: 200, body: showCommit(world, fullName(repo), commit) };
  }),

  route("POST /git/commits", writeCommit),
  route("POST /git/trees", writeTree),

  route("POST /git/blobs", async (world, { repo, body }) => {
    const { content, encoding } = z
      .object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).default("utf-8") })
      .parse(body);
    const sha = await repo.git.writeBlob(Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
    return { status: 201, body: { sha, url: `${world.url}/repos/${fullName(repo)}/git/blobs/${sha}` } };
  }),

  route("GET /compare/{basehead}", async (world, { repo }, { basehead = "" }) => {
    const [baseName = "", headName = ""] = basehead.split("...");
    const base = await repo.git.resolve(baseName);
    const head = await repo.git.resolve(headName);
    if (base === null || head === null) throw notFound();
    const counts = await repo.git.compare(base, head);
    if (!counts) throw new Refused(404, `No common ancestor between ${baseName} and ${headName}.`);
    const url = `${world.url}/repos/${fullName(repo)}/compare/${basehead}`;
    const { ahead, behind } = counts;
    return {
      status: 200,
      body: {
        url,
        status: statusOf(counts),
        ahead_by: ahead,
        behind_by: behind,
        total_commits: ahead,
        commits: [],
      },
    };
  }),

  route("GET /tags", async (world, call) => {
    const tags = await call.repo.git.listRefs("refs/tags");
    const shown = tags.map(({ ref, sha }) => ({
      name: ref.replace("refs/tags/", ""),
      commit: { sha, url: `${world.url}/repos/${fullName(call.repo)}/commits/${sha}` },
      zipball_url: "",
      tarball_url: "",
      node_id: `tag-${ref}`,
    }));
    return paged(call, shown.toReversed());
  }),
];

function statusOf({ ahead, behind }: { ahead: number; behind: number }): string {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}

async function writeTree(world: World, { repo, body }: RepoCall): Promise<Reply> {
  const { base_tree, tree } = TreeBody.parse(body);
  const base = base_tree === undefined ? null : await treeOf(repo.git, base_tree);
  const changes = [];
  for (const { path, mode, sha, content } of tree) {
    const blob = content === undefined ? sha : await repo.git.writeBlob(content);
    if (blob === undefined) throw new Refused(422, "Must supply either tree.sha or tree.content");
    if (blob !== null && (await repo.git.typeOf(blob)) === null)
      throw new Refused(422, "tree.sha is not valid");
    changes.push({ path, mode, sha: blob });
  }
  try {
    const sha = await repo.git.writeTree(base, changes);
    const url = `${world.url}/repos/${fullName(repo)}/git/trees/${sha}`;
    return { status: 201, body: { sha, url, tree: [], truncated: false } };
  } catch {
    throw new Refused(422, "GitRPC::BadObjectState");
  }
}

/** GitHub takes a commit for a tree too. */
async function treeOf(git: RepoCall["repo"]["git"], sha: string): Promise<string> {
  const type = await git.typeOf(sha);
  const commit = type === "commit" ? await git.readCommit(sha) : null;
  if (commit) return commit.tree;
  if (type !== "tree") throw new Refused(422, "base_tree is not a valid tree oid");
  return sha;
}

async function writeCommit(world: World, { repo, body, caller }: RepoCall): Promise<Reply> {
  const { message, tree, parents, author, committer } = CommitBody.parse(body);
  if ((await repo.git.typeOf(tree)) !== "tree") throw new Refused(422, "Tree SHA does not exist");
  for (const parent of parents) {
    if ((await repo.git.typeOf(parent)) !== "commit")
      throw invalid({ resource: "Commit", code: "invalid", field: "parents" });
  }
  const date = new Date(world.now()).toISOString().replace(/\.\d+Z$/u, "Z");
  const login = caller.kind === "user" ? caller.login : `${world.app.slug}[bot]`;
  const own = { name: login, email: `${login}@users.noreply.github.com`, date };
  const sha = await repo.git.commit({
    tree,
    parents,
    message,
    author: { ...own, ...author },
    committer: { ...own, ...author, ...committer },
  });
  const made = await repo.git.readCommit(sha);
  if (!made) throw new Error("The commit that was just made is gone.");
  return { status: 201, body: showCommit(world, fullName(repo), made) };
}

async function showRef(world: World, repo: RepoCall["repo"], ref: string, sha: string) {
  const type = (await repo.git.typeOf(sha)) ?? "commit";
  const url = `${world.url}/repos/${fullName(repo)}/git`;
  return {
    ref,
    node_id: `ref-${ref}`,
    url: `${url}/${ref}`,
    object: { type, sha, url: `${url}/${type}s/${sha}` },
  };
}

function showCommit(world: World, repo: string, commit: Commit) {
  const url = `${world.url}/repos/${repo}/git`;
  return {
    sha: commit.sha,
    node_id: `commit-${commit.sha}`,
    url: `${url}/commits/${commit.sha}`,
    html_url: `${world.url}/${repo}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${world.url}/${repo}/commit/${sha}`,
    })),
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}
