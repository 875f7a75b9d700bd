CREATE TABLE "feedback_drafts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "feedback_drafts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"form_key" text NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"type" text NOT NULL,
	"source_key" text,
	"origin" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feedback_drafts_type_check" CHECK ("feedback_drafts"."type" in ('feature_request', 'bug_report', 'improvement'))
);
--> statement-breakpoint
ALTER TABLE "feedback_drafts" ADD CONSTRAINT "feedback_drafts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_drafts" ADD CONSTRAINT "feedback_drafts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_drafts_form_key" ON "feedback_drafts" USING btree ("workspace_id","form_key");--> statement-breakpoint
CREATE INDEX "feedback_drafts_person_idx" ON "feedback_drafts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "feedback_drafts_created_idx" ON "feedback_drafts" USING btree ("created_at");