ALTER TABLE "site_changes" DROP COLUMN "former_slugs";--> statement-breakpoint
ALTER TABLE "site_changes" DROP COLUMN "former_category_ids";