CREATE TABLE "model_calls" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "model_calls_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"ticket_id" bigint,
	"step" text NOT NULL,
	"model" text NOT NULL,
	"input_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"cached_tokens" integer NOT NULL,
	"cost_usd" numeric(14, 6),
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_calls_step_check" CHECK ("model_calls"."step" in ('answer', 'classify', 'judge', 'rewrite', 'rerank', 'embed'))
);
--> statement-breakpoint
ALTER TABLE "ticket_messages" ADD COLUMN "ai_confidence_parts" jsonb;--> statement-breakpoint
ALTER TABLE "ticket_messages" ADD COLUMN "ai_calibration" text;--> statement-breakpoint
ALTER TABLE "ticket_messages" ADD COLUMN "ai_notes" jsonb;--> statement-breakpoint
ALTER TABLE "ticket_messages" ADD COLUMN "ai_readings" jsonb;--> statement-breakpoint
ALTER TABLE "model_calls" ADD CONSTRAINT "model_calls_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_calls" ADD CONSTRAINT "model_calls_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_calls_time_idx" ON "model_calls" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "model_calls_ticket_idx" ON "model_calls" USING btree ("ticket_id");