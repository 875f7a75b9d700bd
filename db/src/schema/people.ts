import { sql } from "drizzle-orm";
import { check, index, numeric, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
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
    /** Monthly recurring revenue in US dollars. */
    mrrUsd: numeric("mrr_usd", { precision: 14, scale: 2, mode: "number" }).notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("companies_domain_key").on(t.workspaceId, t.domain),
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
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("people_workspace_role_idx").on(t.workspaceId, t.role),
    index("people_company_idx").on(t.companyId),
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
