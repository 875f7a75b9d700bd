CREATE TABLE "channels" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "channels_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	"role" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_platform_check" CHECK ("channels"."platform" in ('slack', 'discord', 'panel')),
	CONSTRAINT "channels_role_check" CHECK ("channels"."role" in ('support', 'agents'))
);
--> statement-breakpoint
CREATE TABLE "workspace_connections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "workspace_connections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"bot_user_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspace_connections_platform_check" CHECK ("workspace_connections"."platform" in ('slack', 'discord', 'panel'))
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "workspaces_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspaces_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "companies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "companies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"mrr_usd" numeric(14, 2) DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "companies_mrr_check" CHECK ("companies"."mrr_usd" >= 0)
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "people_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"avatar_url" text,
	"role" text DEFAULT 'member' NOT NULL,
	"company_id" bigint,
	"locale" text,
	"opted_out_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_role_check" CHECK ("people"."role" in ('member', 'agent', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "person_identities" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "person_identities_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_identities_platform_check" CHECK ("person_identities"."platform" in ('slack', 'discord', 'panel'))
);
--> statement-breakpoint
CREATE TABLE "escalations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "escalations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint NOT NULL,
	"type" text NOT NULL,
	"reason" text NOT NULL,
	"ai_attempt" jsonb,
	"escalated_by_id" bigint,
	"assigned_to_id" bigint,
	"card_platform" text,
	"card_channel_id" text,
	"card_message_id" text,
	"card_thread_id" text,
	"resolved" boolean DEFAULT false NOT NULL,
	"resolved_at" timestamp with time zone,
	"claimed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "escalations_type_check" CHECK ("escalations"."type" in ('ai_low_confidence', 'user_requested', 'complex_issue'))
);
--> statement-breakpoint
CREATE TABLE "ticket_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ticket_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"field" text,
	"old_value" text,
	"new_value" text,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"actor" text NOT NULL,
	"actor_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ticket_events_kind_check" CHECK ("ticket_events"."kind" in ('created', 'status_changed', 'assigned', 'unassigned', 'priority_changed', 'type_changed', 'escalated', 'resolved', 'closed', 'reopened', 'rated', 'comment_added', 'comment_edited', 'comment_deleted', 'github_issue_created', 'github_pr_created')),
	CONSTRAINT "ticket_events_actor_check" CHECK ("ticket_events"."actor" in ('person', 'ai', 'system')),
	CONSTRAINT "ticket_events_metadata_size" CHECK (length("ticket_events"."metadata"::text) < 20000)
);
--> statement-breakpoint
CREATE TABLE "ticket_messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ticket_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint NOT NULL,
	"sender" text NOT NULL,
	"person_id" bigint,
	"visibility" text DEFAULT 'public' NOT NULL,
	"content" text NOT NULL,
	"platform" text NOT NULL,
	"platform_channel_id" text,
	"platform_message_id" text,
	"ai_model_used" text,
	"ai_confidence" real,
	"ai_tokens_used" jsonb,
	"ai_cost_usd" real,
	"ai_context_used" jsonb,
	"sources" jsonb,
	"edited_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ticket_messages_sender_check" CHECK ("ticket_messages"."sender" in ('user', 'ai', 'agent')),
	CONSTRAINT "ticket_messages_visibility_check" CHECK ("ticket_messages"."visibility" in ('public', 'note')),
	CONSTRAINT "ticket_messages_platform_check" CHECK ("ticket_messages"."platform" in ('slack', 'discord', 'panel')),
	CONSTRAINT "ticket_messages_confidence_check" CHECK ("ticket_messages"."ai_confidence" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tickets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"type" text DEFAULT 'general' NOT NULL,
	"status" text DEFAULT 'new' NOT NULL,
	"priority" text DEFAULT 'normal' NOT NULL,
	"type_corrected" boolean DEFAULT false NOT NULL,
	"priority_corrected" boolean DEFAULT false NOT NULL,
	"handler" text DEFAULT 'ai' NOT NULL,
	"subject" text NOT NULL,
	"description" text NOT NULL,
	"asker_id" bigint NOT NULL,
	"assignee_id" bigint,
	"satisfaction_rating" smallint,
	"ai_confidence_score" real,
	"resolution" text,
	"platform" text NOT NULL,
	"channel_id" text NOT NULL,
	"thread_id" text NOT NULL,
	"is_direct" boolean DEFAULT false NOT NULL,
	"answered_message_id" bigint,
	"access_hash" text,
	"first_responded_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"last_message_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tickets_type_check" CHECK ("tickets"."type" in ('bug', 'feature', 'cancellation', 'billing', 'general')),
	CONSTRAINT "tickets_status_check" CHECK ("tickets"."status" in ('new', 'analyzing', 'ai_responding', 'escalated', 'resolved', 'closed')),
	CONSTRAINT "tickets_priority_check" CHECK ("tickets"."priority" in ('low', 'normal', 'high', 'urgent')),
	CONSTRAINT "tickets_handler_check" CHECK ("tickets"."handler" in ('ai', 'human')),
	CONSTRAINT "tickets_resolution_check" CHECK ("tickets"."resolution" in ('confirmed', 'assumed', 'retracted')),
	CONSTRAINT "tickets_platform_check" CHECK ("tickets"."platform" in ('slack', 'discord', 'panel')),
	CONSTRAINT "tickets_rating_check" CHECK ("tickets"."satisfaction_rating" between 1 and 5),
	CONSTRAINT "tickets_confidence_check" CHECK ("tickets"."ai_confidence_score" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "article_chunks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "article_chunks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"article_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"heading_path" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"heading" text DEFAULT '' NOT NULL,
	"anchor" text,
	"content" text NOT NULL,
	"content_hash" text NOT NULL,
	"embedding" vector(1536),
	"embedding_model" text,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', heading), 'B') || setweight(to_tsvector('english', content), 'D')) STORED
);
--> statement-breakpoint
CREATE TABLE "articles" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "articles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"title" text NOT NULL,
	"slug" text NOT NULL,
	"content" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"is_beta" boolean DEFAULT false NOT NULL,
	"category_id" bigint,
	"author_id" bigint,
	"display_order" integer DEFAULT 0 NOT NULL,
	"source_url" text,
	"source_path" text,
	"content_hash" text NOT NULL,
	"embedding_text" text,
	"embedding" vector(1536),
	"embedding_model" text,
	"embedded_at" timestamp with time zone,
	"view_count" integer DEFAULT 0 NOT NULL,
	"helpful_count" integer DEFAULT 0 NOT NULL,
	"not_helpful_count" integer DEFAULT 0 NOT NULL,
	"published_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "articles_status_check" CHECK ("articles"."status" in ('draft', 'published', 'archived')),
	CONSTRAINT "articles_counts_check" CHECK ("articles"."view_count" >= 0 and "articles"."helpful_count" >= 0 and "articles"."not_helpful_count" >= 0)
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "categories_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"icon" text,
	"display_order" integer DEFAULT 0 NOT NULL,
	"visible" boolean DEFAULT true NOT NULL,
	"parent_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "categories_parent_check" CHECK ("categories"."parent_id" <> "categories"."id")
);
--> statement-breakpoint
CREATE TABLE "feedback_posts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "feedback_posts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"type" text DEFAULT 'feature_request' NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"author_id" bigint,
	"article_id" bigint,
	"ticket_id" bigint,
	"upvotes" integer DEFAULT 0 NOT NULL,
	"downvotes" integer DEFAULT 0 NOT NULL,
	"weighted_score" real DEFAULT 0 NOT NULL,
	"admin_notes" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feedback_posts_type_check" CHECK ("feedback_posts"."type" in ('feature_request', 'bug_report', 'improvement')),
	CONSTRAINT "feedback_posts_status_check" CHECK ("feedback_posts"."status" in ('open', 'under_review', 'planned', 'in_progress', 'completed', 'wont_fix')),
	CONSTRAINT "feedback_posts_votes_check" CHECK ("feedback_posts"."upvotes" >= 0 and "feedback_posts"."downvotes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "votes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"post_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"value" smallint NOT NULL,
	"platform" text,
	"channel_id" text,
	"thread_id" text,
	"unsubscribed_at" timestamp with time zone,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "votes_value_check" CHECK ("votes"."value" in (-1, 1))
);
--> statement-breakpoint
CREATE TABLE "github_links" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "github_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"repo" text NOT NULL,
	"issue_number" integer,
	"issue_url" text,
	"pr_number" integer,
	"pr_url" text,
	"suggested_fix" text,
	"fix_confidence" real,
	"pr_checks_passed" boolean,
	"human_reviewed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "github_links_status_check" CHECK ("github_links"."status" in ('pending', 'issue_created', 'pr_drafted', 'pr_merged', 'pr_rejected'))
);
--> statement-breakpoint
CREATE TABLE "training_examples" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "training_examples_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint,
	"query" text NOT NULL,
	"answer" text NOT NULL,
	"outcome" text NOT NULL,
	"confidence" real,
	"quality_score" smallint,
	"pii_detected" boolean DEFAULT false NOT NULL,
	"anonymized_query" text,
	"anonymized_answer" text,
	"used_in_training" boolean DEFAULT false NOT NULL,
	"embedding" vector(1536),
	"approved_by_id" bigint,
	"retracted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "training_examples_outcome_check" CHECK ("training_examples"."outcome" in ('successful', 'escalated', 'failed')),
	CONSTRAINT "training_examples_quality_check" CHECK ("training_examples"."quality_score" between 1 and 5),
	CONSTRAINT "training_examples_confidence_check" CHECK ("training_examples"."confidence" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "agent_performance" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agent_performance_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"agent_id" bigint NOT NULL,
	"day" date NOT NULL,
	"handled" integer DEFAULT 0 NOT NULL,
	"resolved" integer DEFAULT 0 NOT NULL,
	"escalated_further" integer DEFAULT 0 NOT NULL,
	"first_response_seconds_total" bigint DEFAULT 0 NOT NULL,
	"first_responses" integer DEFAULT 0 NOT NULL,
	"resolution_seconds_total" bigint DEFAULT 0 NOT NULL,
	"training_examples_created" integer DEFAULT 0 NOT NULL,
	"quality_score_total" integer DEFAULT 0 NOT NULL,
	"quality_scores" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_metrics" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "knowledge_metrics_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"article_id" bigint,
	"day" date NOT NULL,
	"value" real DEFAULT 1 NOT NULL,
	"query" text,
	"model" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "knowledge_metrics_kind_check" CHECK ("knowledge_metrics"."kind" in ('article_view', 'search_result', 'ai_referenced', 'helpful_vote'))
);
--> statement-breakpoint
CREATE TABLE "model_performance" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "model_performance_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"model" text NOT NULL,
	"day" date NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"successful_resolutions" integer DEFAULT 0 NOT NULL,
	"escalations" integer DEFAULT 0 NOT NULL,
	"confidence_total" real DEFAULT 0 NOT NULL,
	"high_confidence" integer DEFAULT 0 NOT NULL,
	"low_confidence" integer DEFAULT 0 NOT NULL,
	"input_tokens" bigint DEFAULT 0 NOT NULL,
	"output_tokens" bigint DEFAULT 0 NOT NULL,
	"cached_tokens" bigint DEFAULT 0 NOT NULL,
	"cost_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"satisfaction_total" integer DEFAULT 0 NOT NULL,
	"positive_feedback" integer DEFAULT 0 NOT NULL,
	"negative_feedback" integer DEFAULT 0 NOT NULL,
	"ratings" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outgoing_messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outgoing_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint,
	"ticket_message_id" bigint,
	"escalation_id" bigint,
	"operation" text NOT NULL,
	"platform" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"delivery_key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"platform_message_id" text,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "outgoing_messages_operation_check" CHECK ("outgoing_messages"."operation" in ('post', 'edit', 'react', 'unreact', 'show_state')),
	CONSTRAINT "outgoing_messages_platform_check" CHECK ("outgoing_messages"."platform" in ('slack', 'discord', 'panel')),
	CONSTRAINT "outgoing_messages_status_check" CHECK ("outgoing_messages"."status" in ('pending', 'sending', 'sent', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "processed_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "processed_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"platform" text NOT NULL,
	"event_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "processed_events_platform_check" CHECK ("processed_events"."platform" in ('slack', 'discord', 'panel'))
);
--> statement-breakpoint
CREATE TABLE "processes" (
	"id" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"worker_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_connections" ADD CONSTRAINT "workspace_connections_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_identities" ADD CONSTRAINT "person_identities_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_identities" ADD CONSTRAINT "person_identities_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_escalated_by_id_people_id_fk" FOREIGN KEY ("escalated_by_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_assigned_to_id_people_id_fk" FOREIGN KEY ("assigned_to_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_messages" ADD CONSTRAINT "ticket_messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_messages" ADD CONSTRAINT "ticket_messages_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_messages" ADD CONSTRAINT "ticket_messages_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_asker_id_people_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_assignee_id_people_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_chunks" ADD CONSTRAINT "article_chunks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_chunks" ADD CONSTRAINT "article_chunks_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_parent_id_categories_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."categories"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_posts" ADD CONSTRAINT "feedback_posts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_posts" ADD CONSTRAINT "feedback_posts_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_posts" ADD CONSTRAINT "feedback_posts_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_posts" ADD CONSTRAINT "feedback_posts_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_post_id_feedback_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."feedback_posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_links" ADD CONSTRAINT "github_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_links" ADD CONSTRAINT "github_links_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_examples" ADD CONSTRAINT "training_examples_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_examples" ADD CONSTRAINT "training_examples_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_examples" ADD CONSTRAINT "training_examples_approved_by_id_people_id_fk" FOREIGN KEY ("approved_by_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_performance" ADD CONSTRAINT "agent_performance_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_performance" ADD CONSTRAINT "agent_performance_agent_id_people_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_metrics" ADD CONSTRAINT "knowledge_metrics_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_metrics" ADD CONSTRAINT "knowledge_metrics_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_performance" ADD CONSTRAINT "model_performance_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_messages" ADD CONSTRAINT "outgoing_messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_messages" ADD CONSTRAINT "outgoing_messages_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_messages" ADD CONSTRAINT "outgoing_messages_ticket_message_id_ticket_messages_id_fk" FOREIGN KEY ("ticket_message_id") REFERENCES "public"."ticket_messages"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_messages" ADD CONSTRAINT "outgoing_messages_escalation_id_escalations_id_fk" FOREIGN KEY ("escalation_id") REFERENCES "public"."escalations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "processed_events" ADD CONSTRAINT "processed_events_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "channels_external_key" ON "channels" USING btree ("workspace_id","platform","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "workspace_connections_external_key" ON "workspace_connections" USING btree ("platform","external_id");--> statement-breakpoint
CREATE INDEX "workspace_connections_workspace_idx" ON "workspace_connections" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "companies_domain_key" ON "companies" USING btree ("workspace_id","domain");--> statement-breakpoint
CREATE INDEX "people_workspace_role_idx" ON "people" USING btree ("workspace_id","role");--> statement-breakpoint
CREATE INDEX "people_company_idx" ON "people" USING btree ("company_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_identities_external_key" ON "person_identities" USING btree ("workspace_id","platform","external_id");--> statement-breakpoint
CREATE INDEX "person_identities_person_idx" ON "person_identities" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "escalations_open_key" ON "escalations" USING btree ("ticket_id") WHERE not "escalations"."resolved";--> statement-breakpoint
CREATE INDEX "escalations_workspace_idx" ON "escalations" USING btree ("workspace_id","resolved","created_at");--> statement-breakpoint
CREATE INDEX "escalations_card_idx" ON "escalations" USING btree ("workspace_id","card_platform","card_channel_id","card_thread_id");--> statement-breakpoint
CREATE INDEX "ticket_events_ticket_idx" ON "ticket_events" USING btree ("ticket_id","created_at","id");--> statement-breakpoint
CREATE INDEX "ticket_events_workspace_idx" ON "ticket_events" USING btree ("workspace_id","kind","created_at");--> statement-breakpoint
CREATE INDEX "ticket_messages_ticket_idx" ON "ticket_messages" USING btree ("ticket_id","created_at","id");--> statement-breakpoint
CREATE INDEX "ticket_messages_sender_idx" ON "ticket_messages" USING btree ("workspace_id","sender","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "ticket_messages_platform_key" ON "ticket_messages" USING btree ("workspace_id","platform","platform_channel_id","platform_message_id") WHERE "ticket_messages"."platform_message_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_thread_key" ON "tickets" USING btree ("workspace_id","platform","channel_id","thread_id");--> statement-breakpoint
CREATE INDEX "tickets_asker_status_idx" ON "tickets" USING btree ("workspace_id","asker_id","status");--> statement-breakpoint
CREATE INDEX "tickets_status_created_idx" ON "tickets" USING btree ("workspace_id","status","created_at");--> statement-breakpoint
CREATE INDEX "tickets_assignee_idx" ON "tickets" USING btree ("workspace_id","assignee_id");--> statement-breakpoint
CREATE INDEX "tickets_channel_asker_idx" ON "tickets" USING btree ("workspace_id","platform","channel_id","asker_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "article_chunks_position_key" ON "article_chunks" USING btree ("article_id","position");--> statement-breakpoint
CREATE INDEX "article_chunks_workspace_idx" ON "article_chunks" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "article_chunks_search_idx" ON "article_chunks" USING gin ("search");--> statement-breakpoint
CREATE INDEX "article_chunks_embedding_idx" ON "article_chunks" USING hnsw ("embedding" vector_cosine_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "articles_slug_key" ON "articles" USING btree ("workspace_id","slug");--> statement-breakpoint
CREATE INDEX "articles_status_published_idx" ON "articles" USING btree ("workspace_id","status","published_at");--> statement-breakpoint
CREATE INDEX "articles_category_status_idx" ON "articles" USING btree ("workspace_id","category_id","status");--> statement-breakpoint
CREATE INDEX "articles_embedding_idx" ON "articles" USING hnsw ("embedding" vector_cosine_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "categories_slug_key" ON "categories" USING btree ("workspace_id","slug");--> statement-breakpoint
CREATE INDEX "feedback_posts_status_idx" ON "feedback_posts" USING btree ("workspace_id","status","weighted_score");--> statement-breakpoint
CREATE UNIQUE INDEX "votes_person_key" ON "votes" USING btree ("post_id","person_id");--> statement-breakpoint
CREATE INDEX "votes_person_idx" ON "votes" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "github_links_ticket_repo_key" ON "github_links" USING btree ("ticket_id","repo");--> statement-breakpoint
CREATE INDEX "github_links_issue_idx" ON "github_links" USING btree ("workspace_id","repo","issue_number");--> statement-breakpoint
CREATE INDEX "github_links_pr_idx" ON "github_links" USING btree ("workspace_id","repo","pr_number");--> statement-breakpoint
CREATE UNIQUE INDEX "training_examples_ticket_key" ON "training_examples" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "training_examples_quality_idx" ON "training_examples" USING btree ("workspace_id","quality_score");--> statement-breakpoint
CREATE INDEX "training_examples_embedding_idx" ON "training_examples" USING hnsw ("embedding" vector_cosine_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "agent_performance_day_key" ON "agent_performance" USING btree ("agent_id","day");--> statement-breakpoint
CREATE INDEX "knowledge_metrics_article_idx" ON "knowledge_metrics" USING btree ("article_id","kind","day");--> statement-breakpoint
CREATE INDEX "knowledge_metrics_day_idx" ON "knowledge_metrics" USING btree ("workspace_id","kind","day");--> statement-breakpoint
CREATE UNIQUE INDEX "model_performance_day_key" ON "model_performance" USING btree ("workspace_id","model","day");--> statement-breakpoint
CREATE UNIQUE INDEX "outgoing_messages_dedupe_key" ON "outgoing_messages" USING btree ("workspace_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "outgoing_messages_waiting_idx" ON "outgoing_messages" USING btree ("platform","created_at") WHERE "outgoing_messages"."status" in ('pending', 'sending');--> statement-breakpoint
CREATE INDEX "outgoing_messages_ticket_idx" ON "outgoing_messages" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "outgoing_messages_escalation_idx" ON "outgoing_messages" USING btree ("escalation_id");--> statement-breakpoint
CREATE INDEX "outgoing_messages_sent_idx" ON "outgoing_messages" USING btree ("workspace_id","platform","platform_message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "processed_events_key" ON "processed_events" USING btree ("workspace_id","platform","event_key");--> statement-breakpoint
CREATE INDEX "processed_events_created_idx" ON "processed_events" USING btree ("created_at");