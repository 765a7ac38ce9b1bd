-- Unsorted reports reach members in timed batches, and are raised when nobody takes them (DESIGN §5, promise 5).
ALTER TABLE "triage_item"
  ADD COLUMN "visible_at" TIMESTAMPTZ(3),
  ADD COLUMN "raise_at" TIMESTAMPTZ(3),
  ADD COLUMN "raised_at" TIMESTAMPTZ(3);
UPDATE "triage_item" SET "visible_at" = "queued_at";
ALTER TABLE "triage_item" ALTER COLUMN "visible_at" SET NOT NULL;

-- A sorted report has a level of its own: only what nobody could sort is raised, and then it stands first.
ALTER TABLE "triage_item"
  ADD CONSTRAINT "triage_item_raise_unsorted" CHECK ("unsorted" OR ("raise_at" IS NULL AND "raised_at" IS NULL)),
  ADD CONSTRAINT "triage_item_raised_first" CHECK ("raised_at" IS NULL OR "rank" = 1);

-- The pages of slots, newest batch first and by random id inside it.
CREATE INDEX "triage_item_state_unsorted_visible_at_report_id_idx"
  ON "triage_item"("state", "unsorted", "visible_at" DESC, "report_id");

ALTER TABLE "outbox"
  DROP CONSTRAINT "outbox_kind",
  ADD CONSTRAINT "outbox_kind" CHECK ("kind" IN ('triage', 'escalate', 'deliver', 'compare', 'raise'));

-- Closing coarsens the times whose clocks have ended, these with the others.
GRANT UPDATE ("visible_at", "raise_at", "raised_at") ON "triage_item" TO amparo_api;
