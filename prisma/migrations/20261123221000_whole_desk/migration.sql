-- A bell that one person alone keeps from ringing at night stays loud until the rest of the desks has been rung about it.
CREATE TABLE "desk_call" (
    "id" UUID NOT NULL,
    "silence_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "tried_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_call_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "desk_call_silence_id_member_id_key" ON "desk_call"("silence_id", "member_id");
CREATE INDEX "desk_call_tried_at_idx" ON "desk_call"("tried_at");
ALTER TABLE "desk_call" ADD CONSTRAINT "desk_call_state" CHECK ("state" IN ('waiting', 'rung', 'failed'));
GRANT SELECT, INSERT, UPDATE, DELETE ON "desk_call" TO amparo_worker;

ALTER TABLE "outbox"
  DROP CONSTRAINT "outbox_kind",
  ADD CONSTRAINT "outbox_kind" CHECK ("kind" IN
    ('triage', 'escalate', 'deliver', 'compare', 'raise', 'promise', 'claim', 'probe', 'try-channels', 'amend-feeds', 'call-desk'));
ALTER TABLE "cap_entry"
  DROP CONSTRAINT "cap_entry_occasion",
  ADD CONSTRAINT "cap_entry_occasion" CHECK ("occasion" IN ('alert', 'exercise', 'test', 'desk'));

-- Whether somebody has looked at it within a day, the auditor counts: when, never who.
ALTER TABLE "finding"
  DROP CONSTRAINT "finding_kind",
  ADD CONSTRAINT "finding_kind" CHECK ("kind" IN (
    'worker-silent', 'api-silent', 'auditor-silent', 'queue-stalled', 'reports-untriaged', 'reports-not-raised',
    'alerts-overdue', 'alerts-unanswered', 'deliveries-overdue', 'work-overdue', 'clocks-differ', 'rolled-back',
    'publication-refused', 'memory-unwritten', 'roster-empty', 'roster-gap', 'head-expired', 'head-expires-3',
    'head-expires-14', 'head-expires-30', 'freshness-old', 'silence-alone', 'silence-unreviewed'));
GRANT SELECT ("id", "break_glass", "begins_at", "reviewed_at") ON "silence" TO amparo_auditor;

-- Since when a channel has said that it is no more, in the order of "disabled".
ALTER TABLE "own_channels" ADD COLUMN "gone_since" TIMESTAMPTZ(3)[] NOT NULL DEFAULT ARRAY[]::TIMESTAMPTZ(3)[];
UPDATE "own_channels" SET "gone_since" = array_fill("set_at", ARRAY[cardinality("disabled")]) WHERE cardinality("disabled") > 0;
ALTER TABLE "own_channels" ADD CONSTRAINT "own_channels_gone_since" CHECK (
  cardinality("gone_since") = cardinality("disabled") AND array_position("gone_since", NULL) IS NULL);
GRANT UPDATE ("gone_since") ON "own_channels" TO amparo_worker;

-- What was fetched, tried or rung long ago is of no use to anybody but a thief.
GRANT DELETE ON "cap_entry", "channel_trial" TO amparo_worker;
CREATE INDEX "cap_entry_sent_at_idx" ON "cap_entry"("sent_at");
