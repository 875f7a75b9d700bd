CREATE TABLE "embedding_cache" (
	"workspace_id" bigint NOT NULL,
	"model" text NOT NULL,
	"hash" text NOT NULL,
	"embedding" vector(1536) NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	CONSTRAINT "embedding_cache_workspace_id_model_hash_pk" PRIMARY KEY("workspace_id","model","hash")
);
--> statement-breakpoint
CREATE TABLE "upcoming_vectors" (
	"chunk_id" bigint PRIMARY KEY NOT NULL,
	"workspace_id" bigint NOT NULL,
	"model" text NOT NULL,
	"embedding" vector(1536) NOT NULL
);
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "embedding_model" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "audience" text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "embedding_cache" ADD CONSTRAINT "embedding_cache_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upcoming_vectors" ADD CONSTRAINT "upcoming_vectors_chunk_id_article_chunks_id_fk" FOREIGN KEY ("chunk_id") REFERENCES "public"."article_chunks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upcoming_vectors" ADD CONSTRAINT "upcoming_vectors_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "embedding_cache_used_idx" ON "embedding_cache" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "upcoming_vectors_workspace_idx" ON "upcoming_vectors" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "upcoming_vectors_embedding_idx" ON "upcoming_vectors" USING hnsw ("embedding" vector_cosine_ops);--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_audience_check" CHECK ("articles"."audience" in ('everyone', 'agents'));--> statement-breakpoint
-- What the search compared until now: the model of most passages.
UPDATE "workspaces" w SET "embedding_model" = (
  SELECT c."embedding_model" FROM "article_chunks" c WHERE c."workspace_id" = w."id" AND c."embedding_model" IS NOT NULL
  GROUP BY 1 ORDER BY count(*) DESC LIMIT 1);
