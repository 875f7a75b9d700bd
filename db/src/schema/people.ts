import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, numeric, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";
import { PLATFORMS, workspaceId } from "./workspaces.ts";

export const PERSON_ROLES = ["member", "agent", "admin"] as const;

export const companies = pgTable(
  "companies",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    name: text("name").notNull(),
    domain: text("domain"),
    /** The company's id in the operator's own systems. */
    externalId: text("external_id"),
    stripeCustomerId: text("stripe_customer_id"),
    /** Monthly recurring revenue in US dollars. */
    mrrUsd: numeric("mrr_usd", { precision: 14, scale: 2, mode: "number" }).notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("companies_domain_key").on(t.workspaceId, t.domain),
    uniqueIndex("companies_external_key").on(t.workspaceId, t.externalId),
    uniqueIndex("companies_stripe_key").on(t.workspaceId, t.stripeCustomerId),
    check("companies_mrr_check", sql`${t.mrrUsd} >= 0`),
  ],
);

/** A member or an agent, whatever platforms they are known on. */
export const people = pgTable(
  "people",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    name: text("name").notNull(),
    email: text("email"),
    avatarUrl: text("avatar_url"),
    role: text("role", { enum: PERSON_ROLES }).notNull().default("member"),
    companyId: idColumn("company_id").references(() => companies.id, { onDelete: "set null" }),
    locale: text("locale"),
    /** Set when the person asked that nothing of theirs is used for learning or public pages. */
    optedOutAt: at("opted_out_at"),
    /** Everything of theirs was erased: nobody in particular any more, kept for the tickets that were asked. */
    erasedAt: at("erased_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("people_workspace_role_idx").on(t.workspaceId, t.role),
    index("people_company_idx").on(t.companyId),
    index("people_email_idx").on(t.workspaceId, sql`lower(${t.email})`),
    oneOf("people_role_check", t.role, PERSON_ROLES),
  ],
);

export const personIdentities = pgTable(
  "person_identities",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    personId: idColumn("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    platform: text("platform", { enum: PLATFORMS }).notNull(),
    externalId: text("external_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("person_identities_external_key").on(t.workspaceId, t.platform, t.externalId),
    index("person_identities_person_idx").on(t.personId),
    oneOf("person_identities_platform_check", t.platform, PLATFORMS),
  ],
);

/** A one-time code that ties two identities of one person together: asked for on one platform, given on another. */
export const linkCodes = pgTable(
  "link_codes",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    personId: idColumn("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** Hash of the code; the code itself is shown once. */
    codeHash: text("code_hash").notNull(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("link_codes_code_key").on(t.workspaceId, t.codeHash),
    index("link_codes_person_idx").on(t.personId),
  ],
);

/** A browser in which somebody has shown who they are: by a link code or by the host site's signed token. */
export const webSessions = pgTable(
  "web_sessions",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    personId: idColumn("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** Hash of the token that the browser keeps. */
    tokenHash: text("token_hash").notNull(),
    expiresAt: at("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("web_sessions_token_key").on(t.workspaceId, t.tokenHash),
    index("web_sessions_person_idx").on(t.personId),
    index("web_sessions_expiry_idx").on(t.expiresAt),
  ],
);

/** Two people turned out to be one. The audit log still names the one that is gone. */
export const personJoins = pgTable(
  "person_joins",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** Who stands for both; follows when that person is joined to another one in turn. */
    keptId: idColumn("kept_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    goneId: idColumn("gone_id").notNull(),
    goneName: text("gone_name").notNull(),
    /** What the gone one was known as: platform and id there. */
    goneIdentities: jsonb("gone_identities").$type<{ platform: string; externalId: string }[]>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("person_joins_gone_key").on(t.workspaceId, t.goneId),
    index("person_joins_kept_idx").on(t.keptId),
  ],
);

/** Wrong link codes of late, counted for whoever gave them, so that codes cannot be guessed. */
export const linkTries = pgTable(
  "link_tries",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** Hash of an identity or an address. */
    subject: text("subject").notNull(),
    failures: integer("failures").notNull(),
    /** Of the first wrong one; from some time after it on they are forgotten. */
    startedAt: at("started_at").notNull(),
  },
  (t) => [uniqueIndex("link_tries_subject_key").on(t.workspaceId, t.subject)],
);

export const PERSON_REQUESTS = ["export", "erase"] as const;

/** Who had everything of a person written out, or erased: what has to be shown to whoever asks how data is handled. */
export const personRequests = pgTable(
  "person_requests",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    personId: idColumn("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: PERSON_REQUESTS }).notNull(),
    /** Null: the command line. */
    byId: idColumn("by_id").references(() => people.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    /** Null while it runs, and where it broke off: the next try goes on. */
    finishedAt: at("finished_at"),
  },
  (t) => [
    index("person_requests_person_idx").on(t.personId, t.id),
    oneOf("person_requests_kind_check", t.kind, PERSON_REQUESTS),
  ],
);
