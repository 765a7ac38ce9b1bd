-- Rows are handed over in turn among lanes, and what a dead worker had in hand is found at once.
ALTER TABLE "outbox"
  ADD COLUMN "lane" SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN "tries" SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN "made_at" TIMESTAMPTZ(3),
  ADD COLUMN "worker" INTEGER;

-- One index for every look of the relay: by kind, open, not handed over, lane by lane, oldest first.
CREATE INDEX "outbox_kind_done_at_enqueued_at_lane_due_at_idx" ON "outbox"("kind", "done_at", "enqueued_at", "lane", "due_at");
DROP INDEX "outbox_done_at_enqueued_at_due_at_idx";

-- The few rows that some worker has in hand, among the many that wait.
CREATE INDEX "outbox_in_hand" ON "outbox" ("worker") WHERE "worker" IS NOT NULL AND "done_at" IS NULL;
