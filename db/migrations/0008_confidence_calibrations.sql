CREATE TABLE "confidence_calibrations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "confidence_calibrations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" bigint NOT NULL,
	"version" integer NOT NULL,
	"basis" text NOT NULL,
	"weights" jsonb NOT NULL,
	"outcomes" integer NOT NULL,
	"metrics" jsonb NOT NULL,
	"fitted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "confidence_calibrations" ADD CONSTRAINT "confidence_calibrations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "confidence_calibrations_version_key" ON "confidence_calibrations" USING btree ("workspace_id","version");