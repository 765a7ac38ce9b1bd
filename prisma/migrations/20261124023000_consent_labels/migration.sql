-- Consent that a reporter takes back (libs/crypto/PROTOCOL.md §9.7): one sealed label with every visit to a mailbox, looked at twice
-- and deleted, whether it says anything or not.
CREATE TABLE "consent_label" (
    "id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "looks" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_label_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "consent_label_due_at_id_idx" ON "consent_label"("due_at", "id");

ALTER TABLE "consent_label"
  ALTER COLUMN "sealed" SET STORAGE EXTERNAL,
  ADD CONSTRAINT "consent_label_sealed_size" CHECK (octet_length("sealed") = 2048),
  ADD CONSTRAINT "consent_label_looks" CHECK ("looks" IN (0, 1));

-- By what a label knows the report, and the labels that narrowed it: at most one for each tier and each name that was taken away.
ALTER TABLE "alert"
  ADD COLUMN "consent_mark" BYTEA,
  ADD COLUMN "consent_labels" BYTEA[] DEFAULT ARRAY[]::BYTEA[];
ALTER TABLE "alert"
  ADD CONSTRAINT "alert_consent_mark_size" CHECK (octet_length("consent_mark") = 24),
  ADD CONSTRAINT "alert_consent_labels" CHECK (
    "consent_labels" IS NOT NULL AND cardinality("consent_labels") <= 12 AND array_position("consent_labels", NULL) IS NULL);

-- CreateIndex
CREATE INDEX "alert_state_id_idx" ON "alert"("state", "id");

ALTER TABLE "notice"
  DROP CONSTRAINT "notice_state",
  ADD CONSTRAINT "notice_state" CHECK ("state" IN
    ('queued', 'handed', 'delivered', 'undelivered', 'unreachable', 'opened', 'declined', 'accepted', 'acting', 'done', 'withdrawn'));
ALTER TABLE "delivery"
  DROP CONSTRAINT "delivery_reason",
  ADD CONSTRAINT "delivery_reason" CHECK ("reason" IN
    ('throttled', 'redirect', 'refused', 'server-error', 'gone', 'timeout', 'connection', 'name', 'tls', 'address-refused',
     'address-invalid', 'not-configured', 'channels-invalid', 'old-version', 'no-channel', 'member-not-in-roster',
     'acknowledged', 'reached', 'bundled', 'silenced', 'withdrawn'));
ALTER TABLE "task"
  DROP CONSTRAINT "task_state",
  ADD CONSTRAINT "task_state" CHECK ("state" IN ('open', 'taken', 'done', 'withdrawn'));

-- The api lays a label down and cannot look at it again; the worker takes it up.
GRANT INSERT ON "consent_label" TO amparo_api;
GRANT SELECT, DELETE, UPDATE ("looks", "due_at") ON "consent_label" TO amparo_worker;
GRANT UPDATE ("state", "holder", "taken_until") ON "task" TO amparo_worker;
GRANT SELECT ("id", "due_at") ON "consent_label" TO amparo_auditor;
