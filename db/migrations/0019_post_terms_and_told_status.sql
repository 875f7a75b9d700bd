ALTER TABLE "feedback_posts" ADD COLUMN "terms" text[];--> statement-breakpoint
ALTER TABLE "feedback_posts" ADD COLUMN "told_status" text DEFAULT 'open' NOT NULL;--> statement-breakpoint
CREATE INDEX "feedback_posts_author_idx" ON "feedback_posts" USING btree ("author_id","created_at");--> statement-breakpoint
CREATE INDEX "feedback_posts_terms_idx" ON "feedback_posts" USING gin ("terms");