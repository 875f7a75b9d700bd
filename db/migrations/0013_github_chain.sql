CREATE TABLE "bug_reports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bug_reports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint NOT NULL,
	"repository_id" bigint,
	"status" text DEFAULT 'describing' NOT NULL,
	"spec" jsonb,
	"matches" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"asked_at" timestamp with time zone,
	"held" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bug_reports_status_check" CHECK ("bug_reports"."status" in ('describing', 'asked', 'offered', 'filing', 'filed', 'dropped'))
);
--> statement-breakpoint
CREATE TABLE "fix_attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "fix_attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint NOT NULL,
	"issue_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"approved_by_id" bigint,
	"approved_login" text,
	"model" text,
	"confidence" real,
	"summary" text,
	"limits" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"base_sha" text,
	"branch" text,
	"head_sha" text,
	"pr_number" integer,
	"pr_url" text,
	"patch" jsonb,
	"proof" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"failure" text,
	"cost_usd" real DEFAULT 0 NOT NULL,
	"runs" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "fix_attempts_status_check" CHECK ("fix_attempts"."status" in ('waiting', 'running', 'suggested', 'drafted', 'failed', 'stopped')),
	CONSTRAINT "fix_attempts_confidence_check" CHECK ("fix_attempts"."confidence" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "fix_steps" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "fix_steps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"attempt_id" bigint NOT NULL,
	"run" integer NOT NULL,
	"position" integer NOT NULL,
	"tool" text NOT NULL,
	"input" text NOT NULL,
	"output" text NOT NULL,
	"refused" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "github_accounts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "github_accounts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"login" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "github_deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "github_deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"delivery_id" text NOT NULL,
	"event" text NOT NULL,
	"payload" jsonb NOT NULL,
	"processed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "github_deliveries_delivery_id_unique" UNIQUE("delivery_id")
);
--> statement-breakpoint
CREATE TABLE "github_issues" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "github_issues_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"repository_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"url" text NOT NULL,
	"title" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"state_reason" text,
	"labels" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"milestone" text,
	"is_ours" boolean DEFAULT false NOT NULL,
	"closed_at" timestamp with time zone,
	"fix_commit" text,
	"fixed_at" timestamp with time zone,
	"shipped_in" text,
	"shipped_url" text,
	"shipped_at" timestamp with time zone,
	"gone_at" timestamp with time zone,
	"comments_read_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "github_issues_state_check" CHECK ("github_issues"."state" in ('open', 'closed')),
	CONSTRAINT "github_issues_state_reason_check" CHECK ("github_issues"."state_reason" in ('completed', 'not_planned', 'duplicate', 'reopened'))
);
--> statement-breakpoint
CREATE TABLE "github_repositories" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "github_repositories_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"repo" text NOT NULL,
	"external_id" bigint NOT NULL,
	"installation_id" bigint,
	"default_branch" text NOT NULL,
	"is_private" boolean DEFAULT false NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"problem" text,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"polled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ticket_events" DROP CONSTRAINT "ticket_events_kind_check";--> statement-breakpoint
ALTER TABLE "model_calls" DROP CONSTRAINT "model_calls_step_check";--> statement-breakpoint
ALTER TABLE "github_links" ADD COLUMN "repository_id" bigint;--> statement-breakpoint
ALTER TABLE "github_links" ADD COLUMN "issue_id" bigint;--> statement-breakpoint
ALTER TABLE "github_links" ADD COLUMN "evidence_message_id" bigint;--> statement-breakpoint
ALTER TABLE "bug_reports" ADD CONSTRAINT "bug_reports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bug_reports" ADD CONSTRAINT "bug_reports_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bug_reports" ADD CONSTRAINT "bug_reports_repository_id_github_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."github_repositories"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_attempts" ADD CONSTRAINT "fix_attempts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_attempts" ADD CONSTRAINT "fix_attempts_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_attempts" ADD CONSTRAINT "fix_attempts_issue_id_github_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."github_issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_attempts" ADD CONSTRAINT "fix_attempts_approved_by_id_people_id_fk" FOREIGN KEY ("approved_by_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_steps" ADD CONSTRAINT "fix_steps_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fix_steps" ADD CONSTRAINT "fix_steps_attempt_id_fix_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."fix_attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_accounts" ADD CONSTRAINT "github_accounts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_accounts" ADD CONSTRAINT "github_accounts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_issues" ADD CONSTRAINT "github_issues_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_issues" ADD CONSTRAINT "github_issues_repository_id_github_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."github_repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_repositories" ADD CONSTRAINT "github_repositories_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bug_reports_ticket_key" ON "bug_reports" USING btree ("ticket_id");--> statement-breakpoint
CREATE UNIQUE INDEX "fix_attempts_number_key" ON "fix_attempts" USING btree ("issue_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "fix_attempts_open_key" ON "fix_attempts" USING btree ("issue_id") WHERE "fix_attempts"."status" in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "fix_attempts_ticket_idx" ON "fix_attempts" USING btree ("ticket_id");--> statement-breakpoint
CREATE UNIQUE INDEX "fix_steps_position_key" ON "fix_steps" USING btree ("attempt_id","run","position");--> statement-breakpoint
CREATE UNIQUE INDEX "github_accounts_person_key" ON "github_accounts" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "github_accounts_login_key" ON "github_accounts" USING btree ("workspace_id",lower("login"));--> statement-breakpoint
CREATE INDEX "github_deliveries_waiting_idx" ON "github_deliveries" USING btree ("created_at") WHERE "github_deliveries"."processed_at" is null;--> statement-breakpoint
CREATE INDEX "github_deliveries_created_idx" ON "github_deliveries" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "github_issues_number_key" ON "github_issues" USING btree ("repository_id","number");--> statement-breakpoint
CREATE INDEX "github_issues_unshipped_idx" ON "github_issues" USING btree ("repository_id","fixed_at","shipped_at");--> statement-breakpoint
CREATE UNIQUE INDEX "github_repositories_external_key" ON "github_repositories" USING btree ("workspace_id","external_id");--> statement-breakpoint
CREATE INDEX "github_repositories_external_idx" ON "github_repositories" USING btree ("external_id");--> statement-breakpoint
ALTER TABLE "github_links" ADD CONSTRAINT "github_links_repository_id_github_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."github_repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_links" ADD CONSTRAINT "github_links_issue_id_github_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."github_issues"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "github_links_shared_idx" ON "github_links" USING btree ("issue_id");--> statement-breakpoint
ALTER TABLE "ticket_events" ADD CONSTRAINT "ticket_events_kind_check" CHECK ("ticket_events"."kind" in ('created', 'status_changed', 'assigned', 'unassigned', 'priority_changed', 'type_changed', 'escalated', 'resolved', 'closed', 'reopened', 'rated', 'comment_added', 'comment_edited', 'comment_deleted', 'github_issue_created', 'github_issue_linked', 'github_issue_unlinked', 'github_issue_closed', 'github_issue_reopened', 'github_fix_requested', 'github_fix_finished', 'github_pr_created', 'github_pr_reviewed', 'github_pr_merged', 'github_pr_rejected', 'github_shipped', 'github_evidence_added', 'attack_refused'));--> statement-breakpoint
ALTER TABLE "model_calls" ADD CONSTRAINT "model_calls_step_check" CHECK ("model_calls"."step" in ('answer', 'classify', 'judge', 'rewrite', 'rerank', 'embed', 'describe_bug', 'fix'));