-- The few rows that a clock made which ran ahead, among the many that wait for their time.
CREATE INDEX "outbox_made" ON "outbox" ("made_at") WHERE "made_at" IS NOT NULL AND "done_at" IS NULL;
