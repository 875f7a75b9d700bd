import { z } from "zod";

const Id = z.number().int().positive();
/** GitHub's own id of the repository, which stays when it is renamed. */
const repository = { externalId: Id };

/**
 * What a webhook says: that something changed, never what it is now. The state is read from the API, so that replays and
 * disorder do no harm, and nothing that strangers wrote is kept.
 */
export const GithubEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("issue"), ...repository, number: Id }),
  /** A comment that calls us. */
  z.object({ kind: z.literal("comment"), ...repository, number: Id }),
  z.object({ kind: z.literal("pull"), ...repository, number: Id }),
  /** Checks, statuses or the newest commit of a branch. */
  z.object({
    kind: z.literal("commit"),
    ...repository,
    sha: z.string().max(64),
    branch: z.string().nullable(),
  }),
  /** Something was released or tagged. */
  z.object({ kind: z.literal("release"), ...repository }),
  z.object({ kind: z.literal("repository"), ...repository }),
  /** The app was installed, suspended or removed, or may see other repositories. */
  z.object({ kind: z.literal("installation"), installationId: Id, externalIds: z.array(Id).max(10_000) }),
]);
export type GithubEvent = z.infer<typeof GithubEvent>;
