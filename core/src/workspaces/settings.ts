import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { InvalidError, NotFoundError } from "../errors.ts";

const Locale = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, "must be a language code such as en or pt-BR");
const Color = z.string().regex(/^#[0-9a-f]{6}$/iu, "must be a color such as #1d3557");
const WebAddress = z.url({ protocol: /^https?$/u });
const Origin = WebAddress.refine(
  (url) => new URL(url).origin === url,
  "must be an origin such as https://www.example.com",
);

/** How the public pages look and what they offer. */
const Site = z.object({
  /** Name of the help center; null: the workspace's. */
  title: z.string().trim().min(1).max(80).nullable().default(null),
  /** One sentence for search engines and the top of the home page. */
  tagline: z.string().trim().max(200).default(""),
  /** Picture in the header, best an SVG or a wide PNG; null: our mark and the name. */
  logoUrl: WebAddress.nullable().default(null),
  accentColor: Color.default("#2456e6"),
  /** Accent in dark mode; null: made of `accentColor`. */
  accentColorDark: Color.nullable().default(null),
  /** Links in the header, beside those of the help center itself. */
  links: z
    .array(z.object({ label: z.string().trim().min(1).max(40), url: WebAddress }))
    .max(8)
    .default([]),
  /** Languages of the help center, the first one is the one to fall back to. */
  locales: z.array(Locale).min(1).max(30).default(["en"]),
  /** Address at which an article's source is edited, with {path} for its file; null: no edit link. */
  editUrl: z.string().max(500).includes("{path}").nullable().default(null),
  /** Whether search engines may list the pages. */
  indexed: z.boolean().default(true),
  roadmap: z.boolean().default(true),
  changelog: z.boolean().default(true),
});

/** Posting and voting. */
const Feedback = z.object({
  /** Votes may also be against a post. */
  downVotes: z.boolean().default(false),
  /** A company without revenue counts as much as this. */
  baseWeight: z.number().min(0).max(100).default(1),
  /** MRR in USD at which a company's weight is one more than `baseWeight`, two more at the square of it, and so on. */
  mrrUnitUsd: z.number().min(1).max(1_000_000).default(100),
  /** No company weighs more than this. */
  maxWeight: z.number().min(1).max(1_000).default(5),
});

const Share = z.number().min(0).max(1);
const Budget = z.number().min(0).max(1_000_000).nullable().default(null);

/** What an operator can change for a workspace; stored keys that are absent mean the default. */
const Settings = z.object({
  /** From this confidence up the AI answers and resolves. */
  resolveThreshold: Share.default(0.85),
  /** From this confidence up (and under `resolveThreshold`) it answers and asks back; below it hands over. */
  answerThreshold: Share.default(0.7),
  /**
   * Whether a sure answer may resolve its ticket: always, never, or once enough answers like it have turned out right.
   * Until then it asks whether it helped, and the ticket stays open.
   */
  autoResolve: z.enum(["on", "off", "when_proven"]).default("when_proven"),
  /** With `when_proven`: so many answers must have turned out right or wrong before one may resolve. */
  autoResolveOutcomes: z.number().int().min(10).max(10_000).default(50),
  /** With `when_proven`: the share of wrong answers that the evidence must rule out. */
  allowedErrorShare: z.number().min(0.001).max(0.5).default(0.05),
  /** USD that models may cost in a day (UTC); null sets no limit. From 80 % the fast model answers, from 100 % the offline one. */
  dailyBudgetUsd: Budget,
  /** The same for a calendar month (UTC). */
  monthlyBudgetUsd: Budget,
  /**
   * Who writes the answers: the strong model, the fast one, or the fast one first and the strong one where that is not
   * good enough to settle the matter.
   */
  answerModel: z.enum(["auto", "strong", "fast"]).default("auto"),
  /** Lets the fast model put the best passages in a better order before the answer: one more call for each question. */
  rerank: z.boolean().default(false),
  /** Answers may rest on beta articles, too: for the channel of those who try things out. */
  includeBeta: z.boolean().default(false),
  /** Hosts that answers may link to beside those that the cited articles are read at; each stands for its subdomains too. */
  allowedLinkHosts: z.array(z.string().trim().toLowerCase().min(1).max(253)).max(100).default([]),
  /** Messages of one person within this many seconds are one question. */
  burstSeconds: z.number().min(0).max(60).default(4),
  /** A burst is answered after this many seconds even if it goes on. */
  burstLimitSeconds: z.number().min(0).max(300).default(20),
  /** More messages of the asker than this without a resolution, and people take over. */
  maxMemberMessages: z.number().int().min(1).max(100).default(5),
  /** Answered tickets without a word for this many days count as resolved (assumed) and close. */
  quietDays: z.number().min(0.01).max(365).default(3),
  /** Said to a member who waits for a person, for example office hours. */
  handoverNote: z.string().max(500).default(""),
  site: Site.prefault({}),
  feedback: Feedback.prefault({}),
  /** Origins of sites that may embed the help panel; those of the help center itself always may. */
  panelOrigins: z.array(Origin).max(50).default([]),
});
/** What an operator writes must mean something; what is stored may be older than this version. */
const Strict = Settings.extend({
  site: Site.strict().prefault({}),
  feedback: Feedback.strict().prefault({}),
}).strict();
export type WorkspaceSettings = z.infer<typeof Settings>;
export type SiteSettings = WorkspaceSettings["site"];
export type FeedbackSettings = WorkspaceSettings["feedback"];

/** Reads what is stored. A value that cannot be used counts as absent: it must not keep questions from being taken in. */
function readStored(stored: Record<string, unknown>): WorkspaceSettings {
  const parsed = Settings.safeParse(stored);
  if (parsed.success) return parsed.data;
  const bad = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  return Settings.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => !bad.has(key))));
}

/** Throws `InvalidError` with a sentence for each thing that is wrong, names that mean nothing included. */
export function requireUsable(settings: Record<string, unknown>): WorkspaceSettings {
  const parsed = Strict.safeParse(settings);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) =>
      issue.path.length === 0 ? `${issue.message}.` : `${issue.path.join(".")}: ${issue.message}.`,
    );
    throw new InvalidError(`These settings cannot be used. ${problems.join(" ")}`);
  }
  const { answerThreshold, resolveThreshold } = parsed.data;
  if (answerThreshold > resolveThreshold) {
    throw new InvalidError(
      `answerThreshold (${answerThreshold}) must not be above resolveThreshold (${resolveThreshold}): an answer that is sure enough to resolve is sure enough to give.`,
    );
  }
  return parsed.data;
}

export async function getSettings(ctx: Pick<Ctx, "db">, workspaceId: number): Promise<WorkspaceSettings> {
  const [row] = await ctx.db
    .select({ settings: schema.workspaces.settings })
    .from(schema.workspaces)
    .where(eq(schema.workspaces.id, workspaceId));
  if (!row) throw new NotFoundError("The workspace");
  return readStored(row.settings);
}

/** Settings of one channel win over those of its workspace. */
export async function getChannelSettings(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
  channel: { platform: "slack" | "discord" | "panel"; channelId: string },
): Promise<WorkspaceSettings> {
  const [row] = await ctx.db
    .select({ workspace: schema.workspaces.settings, channel: schema.channels.settings })
    .from(schema.workspaces)
    .leftJoin(
      schema.channels,
      and(
        eq(schema.channels.workspaceId, schema.workspaces.id),
        eq(schema.channels.platform, channel.platform),
        eq(schema.channels.externalId, channel.channelId),
      ),
    )
    .where(eq(schema.workspaces.id, workspaceId));
  if (!row) throw new NotFoundError("The workspace");
  return readStored({ ...row.workspace, ...row.channel });
}
