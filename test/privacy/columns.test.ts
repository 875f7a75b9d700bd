import { schema } from "@firstline/db";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";

/** What `erasePerson` empties or deletes, where it is of the person or of a ticket or post of theirs. */
const ERASED: Record<string, string> = {
  people: "name email avatar_url locale",
  person_identities: "external_id",
  person_joins: "gone_name gone_identities",
  link_codes: "code_hash",
  web_sessions: "token_hash",
  web_notices: "dedupe_key markdown url",
  tickets: "subject description channel_id thread_id access_hash",
  ticket_messages: "content platform_channel_id platform_message_id ai_notes ai_readings sources",
  escalations: "reason ai_attempt",
  attachments: "public_id name media_type content",
  training_examples: "query answer anonymized_query anonymized_answer embedding",
  outgoing_messages: "payload",
  bug_reports: "spec matches held",
  github_accounts: "login",
  github_links: "repo issue_url pr_url suggested_fix",
  fix_attempts: "approved_login summary limits patch proof failure",
  fix_steps: "tool input output",
  feedback_posts: "title description admin_notes embedding embedding_model terms",
  feedback_events: "old_value new_value comment",
  feedback_drafts: "form_key title description source_key origin",
  votes: "channel_id thread_id metadata",
  changelog_entries: "slug title body",
  webhook_deliveries: "payload response",
  embedding_cache: "hash embedding",
};

/** What stays, and why nobody is found in it. */
const HARMLESS: { why: string; columns: Record<string, string> }[] = [
  {
    why: "the operator writes it",
    columns: {
      workspaces: "name slug settings embedding_model language",
      workspace_connections: "external_id name bot_user_id",
      channels: "external_id name settings",
      companies: "name domain external_id stripe_customer_id",
      categories: "name slug description icon translations",
      category_redirects: "slug",
      api_keys: "name prefix key_hash scopes",
      webhook_endpoints: "url description secret events",
      github_repositories: "repo default_branch problem settings",
    },
  },
  {
    why: "articles are the team's, and so is what is made of them",
    columns: {
      articles:
        "title slug content language locale source_url source_path content_hash text_hash source_etag embedding_text embedding embedding_model",
      article_chunks: "title heading_path heading anchor content content_hash embedding embedding_model",
      article_pages: "render_key html headings description related_ids",
      article_redirects: "slug",
      search_postings: "term",
      upcoming_vectors: "model embedding",
    },
  },
  {
    why: "it never says who somebody is: hashes of a day, and searches without names",
    columns: {
      article_votes: "visitor_hash comment",
      article_views: "visitor_hash",
      visitor_salts: "salt",
      searches: "query",
      knowledge_metrics: "query model",
    },
  },
  {
    why: "states, figures, ids and names of models",
    columns: {
      ticket_events: "field old_value new_value metadata",
      ticket_messages: "ai_model_used ai_tokens_used ai_context_used ai_confidence_parts ai_calibration",
      escalations: "card_channel_id card_message_id card_thread_id",
      bug_reports: "marker_key",
      fix_attempts: "model base_sha branch head_sha own_sha pr_url",
      confidence_calibrations: "basis weights metrics",
      model_calls: "model",
      model_performance: "model",
      embedding_cache: "model",
      outgoing_messages: "dedupe_key delivery_key platform_message_id last_error",
      webhook_deliveries: "event_id type",
      billing_events: "event_id type",
      subscriptions: "external_id customer_id",
      site_builds: "error",
      processes: "id role host worker_ids",
    },
  },
  {
    why: "GitHub says so: agents are asked to change it there, and it follows",
    columns: {
      github_issues: "url title labels milestone fix_commit shipped_in shipped_url",
      github_deliveries: "delivery_id event payload",
    },
  },
  {
    why: "it keeps what happens twice from being done twice, and says nothing",
    columns: { feedback_posts: "source_key", processed_events: "event_key", link_tries: "subject" },
  },
  {
    why: "it leaves within a day by itself",
    columns: { idempotency_keys: "key request_hash body headers" },
  },
];

const WORDY = /^(?:text|jsonb?|bytea|vector|char|varchar)/u;

function wordyColumns(): string[] {
  return Object.values(schema).flatMap((table) => {
    if (!is(table, PgTable)) return [];
    const { name, columns } = getTableConfig(table);
    return columns
      .filter((column) => WORDY.test(column.getSQLType()) && !column.enumValues?.length)
      .map((column) => `${name}.${column.name}`);
  });
}

const named = (columns: Record<string, string>): string[] =>
  Object.entries(columns).flatMap(([table, names]) => names.split(" ").map((name) => `${table}.${name}`));

test("of every column that can hold words it is known what erasing a person does to it", () => {
  const known = [...named(ERASED), ...HARMLESS.flatMap(({ columns }) => named(columns))];

  expect(known.toSorted()).toEqual(wordyColumns().toSorted());
});
