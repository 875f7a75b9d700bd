DROP INDEX "article_chunks_embedding_idx";--> statement-breakpoint
DROP INDEX "articles_embedding_idx";--> statement-breakpoint
DROP INDEX "upcoming_vectors_embedding_idx";--> statement-breakpoint
ALTER TABLE "search_postings" ADD COLUMN "passages" integer GENERATED ALWAYS AS (cardinality(chunk_ids)) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "search_postings_reversed_idx" ON "search_postings" USING btree ("workspace_id",reverse("term"));--> statement-breakpoint
CREATE INDEX "article_chunks_embedding_idx" ON "article_chunks" USING hnsw ("embedding" vector_cosine_ops) WHERE "article_chunks"."embedding_model" not like 'offline-%';--> statement-breakpoint
CREATE INDEX "articles_embedding_idx" ON "articles" USING hnsw ("embedding" vector_cosine_ops) WHERE "articles"."embedding_model" not like 'offline-%';--> statement-breakpoint
CREATE INDEX "upcoming_vectors_embedding_idx" ON "upcoming_vectors" USING hnsw ("embedding" vector_cosine_ops) WHERE "upcoming_vectors"."model" not like 'offline-%';