DROP INDEX "article_chunks_search_idx";--> statement-breakpoint
ALTER TABLE "article_chunks" DROP COLUMN "search";