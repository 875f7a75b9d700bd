import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UpstreamError } from "../../errors.ts";
import type { TreeFile } from "../../ports.ts";
import { runGit } from "./git-process.ts";
import type { GitInput, GitRun } from "./git-process.ts";
import { toGitError } from "./git-error.ts";
import { readTreeListing } from "./tree-listing.ts";

export type CloneInput = {
  /** https, http to this machine, or a path. */
  url: string;
  authorization: string | null;
  branch: string;
  /** An empty folder of ours; the files end up in its "tree". */
  folder: string;
  isFit: (path: string) => boolean;
  signal: AbortSignal;
};

const MAX_PACK_BYTES = 512 * 1024 * 1024;
const MAX_TREE_BYTES = 1024 * 1024 * 1024;
const MAX_FILES = 200_000;
const MAX_LISTING_BYTES = 64 * 1024 * 1024;
const CLONE_SECONDS = 300;
const READ_SECONDS = 120;
/** Bytes as they are in the commit, whatever the repository's own .gitattributes ask for. */
const PLAIN_ATTRIBUTES = "* -text !eol -ident -filter !working-tree-encoding\n";

/** Fetches one commit without its history, and writes its files; git's own folder does not stay. */
export async function clone(input: CloneInput): Promise<{ sha: string; tree: string; files: TreeFile[] }> {
  const { folder, signal } = input;
  const home = join(folder, "home");
  const repository = join(folder, "repository.git");
  const tree = join(folder, "tree");
  await mkdir(home);
  await mkdir(tree);
  const git = async (args: string[], more: Partial<GitInput> = {}): Promise<GitRun> => {
    const run = await runGit({ args, home, seconds: READ_SECONDS, signal, ...more });
    if (run.exitCode !== 0) throw toGitError(run, input.authorization);
    return run;
  };

  const { url, config } = howToFetch(input);
  const what = [
    "--bare",
    "--depth=1",
    "--single-branch",
    "--no-tags",
    "--no-recurse-submodules",
    "--template=",
  ];
  await git(["clone", "--quiet", ...what, `--branch=${input.branch}`, "--", url, repository], {
    config,
    seconds: CLONE_SECONDS,
    maxFileBytes: MAX_PACK_BYTES,
  });
  const sha = (await git(["--git-dir", repository, "rev-parse", "--verify", "HEAD^{commit}"])).output.trim();
  const listing = await git(["--git-dir", repository, "ls-tree", "-r", "-l", "-z", sha], {
    maxOutputBytes: MAX_LISTING_BYTES,
  });
  checkTreeSize(listing.output);
  await mkdir(join(repository, "info"), { recursive: true });
  await writeFile(join(repository, "info", "attributes"), PLAIN_ATTRIBUTES);
  await git(["--git-dir", repository, "--work-tree", tree, "checkout", "--quiet", "--force", sha, "--", "."]);
  await rm(repository, { recursive: true, force: true });
  return { sha, tree, files: readTreeListing(listing.output, input.isFit) };
}

/** The address as git takes it, and the one kind of connection that it may use. */
function howToFetch({ url, authorization }: Pick<CloneInput, "url" | "authorization">): {
  url: string;
  config: Record<string, string>;
} {
  const address = url.startsWith("/") ? pathToFileURL(url).href : url;
  const parsed = URL.canParse(address) ? new URL(address) : null;
  const isHere = parsed !== null && ["localhost", "127.0.0.1", "[::1]"].includes(parsed.hostname);
  const kind = parsed?.protocol.replace(":", "");
  const isFit = kind === "https" || kind === "file" || (kind === "http" && isHere);
  if (!isFit || parsed?.username || parsed?.password) {
    throw new UpstreamError("git", "The repository's address cannot be cloned from.", { retryable: false });
  }
  return {
    url: address,
    config: {
      [`protocol.${kind}.allow`]: "always",
      // The authorization is for this server alone.
      ...(authorization === null
        ? {}
        : { "http.extraHeader": `Authorization: ${authorization}`, "http.followRedirects": "false" }),
    },
  };
}

/** Sizes are of the files themselves: what unpacks to more than we have room for is never unpacked. */
function checkTreeSize(listing: string): void {
  const files = readTreeListing(listing, () => true);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (files.length > MAX_FILES || bytes > MAX_TREE_BYTES) {
    throw new UpstreamError("git", "The repository is too big for a fix attempt.", { retryable: false });
  }
}
