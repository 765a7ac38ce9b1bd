-- Search without reading (libs/crypto/PROTOCOL.md §2.5): truncated blind tokens, likenesses sealed to the desk, and closing.
ALTER TABLE "triage_item"
  ADD COLUMN "area_token" INTEGER,
  ADD COLUMN "act_tokens" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
  ADD COLUMN "similar_note" BYTEA,
  ADD COLUMN "outcome" TEXT,
  ADD COLUMN "closed_by" UUID;

ALTER TABLE "triage_item"
  ADD CONSTRAINT "triage_item_area_token" CHECK ("area_token" BETWEEN 0 AND 65535),
  -- A null among them, or more than there are groups, would be a row of its own shape.
  ADD CONSTRAINT "triage_item_act_tokens" CHECK (
    cardinality("act_tokens") <= 11 AND array_position("act_tokens", NULL) IS NULL
    AND 0 <= ALL ("act_tokens") AND 65535 >= ALL ("act_tokens")),
  ADD CONSTRAINT "triage_item_similar_note_size" CHECK (octet_length("similar_note") = 4096),
  -- A token on an unsorted report would tell what dispatch could not know; one on a closed report is kept for nobody.
  ADD CONSTRAINT "triage_item_searchable" CHECK (
    ("state" = 'open' AND NOT "unsorted")
    OR ("area_token" IS NULL AND "act_tokens" = '{}' AND "similar_note" IS NULL)),
  ADD CONSTRAINT "triage_item_outcome" CHECK ("outcome" IN
    ('RESOLVED', 'REFERRED', 'DUPLICATE', 'UNFOUNDED', 'NO_CONTACT', 'WITHDRAWN', 'RECORDED')),
  ADD CONSTRAINT "triage_item_closed_with_outcome" CHECK (
    ("state" = 'closed') = ("outcome" IS NOT NULL) AND ("outcome" IS NULL) = ("closed_by" IS NULL)),
  ADD CONSTRAINT "triage_item_closed_is_free" CHECK ("state" = 'open' OR "holder" IS NULL);

-- Each token is a short list in the queue's own order, so that a page costs the same in a large table. And the newest of a token,
-- to be compared with a new report.
CREATE INDEX "triage_item_area_token_queue_idx" ON "triage_item"("area_token", "rank", "ack_due_at", "report_id");
CREATE INDEX "triage_item_area_token_newest_idx" ON "triage_item"("area_token", "queued_at" DESC);

ALTER TABLE "outbox"
  DROP CONSTRAINT "outbox_kind",
  ADD CONSTRAINT "outbox_kind" CHECK ("kind" IN ('triage', 'escalate', 'deliver', 'compare'));

-- Closing takes away what was kept for searching, and coarsens the times whose clocks have ended.
GRANT UPDATE ("area_token", "act_tokens", "similar_note", "outcome", "closed_by", "ack_due_at", "action_due_at", "reassess_at", "queued_at")
  ON "triage_item" TO amparo_api;
