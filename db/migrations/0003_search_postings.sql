CREATE TABLE "search_chunks" (
	"chunk_id" bigint PRIMARY KEY NOT NULL,
	"segment_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_postings" (
	"segment_id" bigint NOT NULL,
	"workspace_id" bigint NOT NULL,
	"term" text collate "C" NOT NULL,
	"chunk_ids" bigint[] NOT NULL,
	"impacts" real[] NOT NULL,
	"occurrences" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_segments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search_segments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"chunk_count" integer DEFAULT 0 NOT NULL,
	"term_count" bigint DEFAULT 0 NOT NULL,
	"is_ready" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search_chunks" ADD CONSTRAINT "search_chunks_chunk_id_article_chunks_id_fk" FOREIGN KEY ("chunk_id") REFERENCES "public"."article_chunks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_chunks" ADD CONSTRAINT "search_chunks_segment_id_search_segments_id_fk" FOREIGN KEY ("segment_id") REFERENCES "public"."search_segments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_postings" ADD CONSTRAINT "search_postings_segment_id_search_segments_id_fk" FOREIGN KEY ("segment_id") REFERENCES "public"."search_segments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_postings" ADD CONSTRAINT "search_postings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_segments" ADD CONSTRAINT "search_segments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_chunks_segment_idx" ON "search_chunks" USING btree ("segment_id");--> statement-breakpoint
CREATE INDEX "search_postings_term_idx" ON "search_postings" USING btree ("workspace_id","term");--> statement-breakpoint
CREATE INDEX "search_postings_segment_idx" ON "search_postings" USING btree ("segment_id");--> statement-breakpoint
CREATE INDEX "search_segments_workspace_idx" ON "search_segments" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "search_segments_unfinished_key" ON "search_segments" USING btree ("workspace_id") WHERE not "search_segments"."is_ready";