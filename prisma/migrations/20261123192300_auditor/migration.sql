-- Nothing dies unnoticed: each process says that it lives, and what a person must look at is kept in one short table.
CREATE TABLE "sign_of_life" (
    "process" TEXT NOT NULL,
    "life" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_of_life_pkey" PRIMARY KEY ("process", "life")
);
CREATE TABLE "finding" (
    "kind" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "ref" UUID,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "finding_pkey" PRIMARY KEY ("kind")
);

ALTER TABLE "sign_of_life" ADD CONSTRAINT "sign_of_life_process" CHECK ("process" IN ('api', 'worker', 'auditor'));
ALTER TABLE "finding"
  ADD CONSTRAINT "finding_count" CHECK ("count" >= 0),
  ADD CONSTRAINT "finding_kind" CHECK ("kind" IN (
    'worker-silent', 'api-silent', 'auditor-silent', 'queue-stalled', 'reports-untriaged', 'reports-not-raised',
    'alerts-overdue', 'alerts-unanswered', 'deliveries-overdue', 'work-overdue', 'clocks-differ', 'rolled-back',
    'publication-refused', 'memory-unwritten', 'roster-empty', 'roster-gap', 'head-expired', 'head-expires-3',
    'head-expires-14', 'head-expires-30', 'freshness-old'));

-- Which reports came lately, without a cost that accepting would feel: the table grows in the order of time.
CREATE INDEX "report_received_at_idx" ON "report" USING BRIN ("received_at");

-- The auditor sends a row through outbox, queue and worker now and then, to see that the whole way works.
ALTER TABLE "outbox"
  DROP CONSTRAINT "outbox_kind",
  ADD CONSTRAINT "outbox_kind" CHECK ("kind" IN ('triage', 'escalate', 'deliver', 'compare', 'raise', 'probe'));

-- Everybody sees who lives, and nobody can say it for another: a turned api must not hide that the worker is dead.
ALTER TABLE "sign_of_life" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "sign_of_life_read" ON "sign_of_life" FOR SELECT TO amparo_api, amparo_worker, amparo_auditor USING (true);
CREATE POLICY "sign_of_life_api" ON "sign_of_life" TO amparo_api USING ("process" = 'api');
CREATE POLICY "sign_of_life_worker" ON "sign_of_life" TO amparo_worker USING ("process" = 'worker');
CREATE POLICY "sign_of_life_auditor" ON "sign_of_life" TO amparo_auditor USING ("process" = 'auditor');
GRANT SELECT, INSERT, UPDATE, DELETE ON "sign_of_life" TO amparo_api, amparo_worker, amparo_auditor;

GRANT SELECT ON "finding" TO amparo_api;
GRANT SELECT, INSERT, UPDATE ON "finding" TO amparo_worker, amparo_auditor;

-- The auditor sees states, times and random ids: no envelope, nothing sealed, no person, no key. It may hand work out again, and
-- can neither change nor end any.
GRANT USAGE ON SCHEMA "public" TO amparo_auditor;
GRANT SELECT ("id", "report_id", "state", "due_at", "ticket") ON "alert" TO amparo_auditor;
GRANT SELECT ("id", "state", "next_at", "ticket") ON "delivery" TO amparo_auditor;
GRANT SELECT ("report_id", "state", "unsorted", "raise_at", "raised_at", "claim_expires_at") ON "triage_item" TO amparo_auditor;
GRANT SELECT ("id", "received_at") ON "report" TO amparo_auditor;
GRANT SELECT ("id", "kind", "ref", "ticket", "due_at", "enqueued_at", "done_at") ON "outbox" TO amparo_auditor;
GRANT INSERT ("id", "kind", "ref", "ticket", "due_at", "made_at") ON "outbox" TO amparo_auditor;
GRANT SELECT ("version", "head_hash", "head", "published_at") ON "publication" TO amparo_auditor;
GRANT SELECT ("head_hash", "at") ON "freshness" TO amparo_auditor;
GRANT INSERT ON "audit_event" TO amparo_auditor;
GRANT USAGE ON SEQUENCE "audit_event_seq_seq" TO amparo_auditor;
