CREATE INDEX "escalations_ticket_idx" ON "escalations" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "ticket_messages_person_idx" ON "ticket_messages" USING btree ("person_id");