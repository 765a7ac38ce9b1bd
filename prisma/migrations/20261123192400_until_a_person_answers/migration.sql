-- Until a person has taken responsibility (DESIGN §5.5, §5.6): calls to people without keys, acceptances that need a sign of help,
-- and claims that run out.
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "desk" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "ticket" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "epoch" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "holder" UUID,
    "taken_until" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "task_state_due_at_id_idx" ON "task"("state", "due_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "task_alert_id_step_desk_kind_subject_key" ON "task"("alert_id", "step", "desk", "kind", "subject");

ALTER TABLE "task"
  ALTER COLUMN "sealed" SET STORAGE EXTERNAL,
  ADD CONSTRAINT "task_sealed_size" CHECK (octet_length("sealed") = 4096),
  ADD CONSTRAINT "task_digest_size" CHECK (octet_length("digest") = 32),
  ADD CONSTRAINT "task_desk" CHECK ("desk" IN ('triage', 'safeguarding')),
  ADD CONSTRAINT "task_kind" CHECK ("kind" IN ('call', 'unreachable', 'decide')),
  ADD CONSTRAINT "task_state" CHECK ("state" IN ('open', 'taken', 'done')),
  -- Taking that had no end would keep a call from being made for ever.
  ADD CONSTRAINT "task_taken_ends" CHECK (
    ("state" = 'taken') = ("holder" IS NOT NULL) AND ("holder" IS NULL) = ("taken_until" IS NULL)),
  ADD CONSTRAINT "task_outcome" CHECK ("outcome" IN
    ('REACHED_ACCEPTED', 'REACHED_DECLINED', 'REACHED_ACTING', 'REACHED_DONE', 'NO_ANSWER', 'WRONG_NUMBER')),
  ADD CONSTRAINT "task_calls" CHECK ("calls" >= 0 AND ("calls" = 0) = ("outcome" IS NULL)),
  ADD CONSTRAINT "task_done_with_outcome" CHECK ("state" <> 'done' OR "outcome" IS NOT NULL);

-- An alert falls back to nobody when whoever accepted withdraws or is not heard of; what was answered before counts for its round.
ALTER TABLE "alert"
  ADD COLUMN "round" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "again" TEXT,
  ADD COLUMN "progress" TEXT,
  ADD COLUMN "progress_due_at" TIMESTAMPTZ(3),
  ADD COLUMN "promise_ticket" UUID;
ALTER TABLE "alert"
  ADD CONSTRAINT "alert_round" CHECK ("round" >= 0),
  ADD CONSTRAINT "alert_again" CHECK ("again" IN ('withdrawn', 'no-progress', 'claim-ended')),
  ADD CONSTRAINT "alert_progress" CHECK ("progress" IN ('ACTING', 'DONE')),
  ADD CONSTRAINT "alert_progress_accepted" CHECK ("progress" IS NULL OR "state" IN ('accepted', 'closed'));

-- A claim has a timer of its own, and whoever renews, releases or closes takes the timer with it.
ALTER TABLE "triage_item" ADD COLUMN "claim_ticket" UUID;
ALTER TABLE "triage_item" ADD CONSTRAINT "triage_item_claim_ticket" CHECK ("holder" IS NOT NULL OR "claim_ticket" IS NULL);

-- Answers come through a notice or through a call; their order is counted, because clocks jump.
ALTER TABLE "acknowledgement"
  ADD COLUMN "number" INTEGER,
  ADD COLUMN "round" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "task_id" UUID,
  ADD COLUMN "recorded_by" UUID,
  ALTER COLUMN "notice_id" DROP NOT NULL;
UPDATE "acknowledgement" SET "recorded_by" = "member_id", "number" = "counted"."number"
  FROM (SELECT "id", row_number() OVER (PARTITION BY "alert_id" ORDER BY "at", "id") AS "number" FROM "acknowledgement") AS "counted"
  WHERE "acknowledgement"."id" = "counted"."id";
ALTER TABLE "acknowledgement"
  ALTER COLUMN "number" SET NOT NULL,
  ALTER COLUMN "recorded_by" SET NOT NULL,
  DROP CONSTRAINT "acknowledgement_decision",
  ADD CONSTRAINT "acknowledgement_decision" CHECK ("decision" IN
    ('ACCEPT', 'DECLINE', 'ACTING', 'DONE', 'NO_ANSWER', 'WRONG_NUMBER')),
  ADD CONSTRAINT "acknowledgement_one_way" CHECK (("notice_id" IS NULL) <> ("task_id" IS NULL)),
  -- Nobody answers a notice for somebody else.
  ADD CONSTRAINT "acknowledgement_own" CHECK ("task_id" IS NOT NULL OR "recorded_by" = "member_id");

-- DropIndex
DROP INDEX "acknowledgement_notice_id_decision_key";

-- DropIndex
DROP INDEX "acknowledgement_alert_id_idx";

-- CreateIndex
CREATE UNIQUE INDEX "acknowledgement_alert_id_number_key" ON "acknowledgement"("alert_id", "number");

ALTER TABLE "outbox"
  DROP CONSTRAINT "outbox_kind",
  ADD CONSTRAINT "outbox_kind" CHECK ("kind" IN ('triage', 'escalate', 'deliver', 'compare', 'raise', 'promise', 'claim', 'probe'));

GRANT SELECT ON "task" TO amparo_api;
GRANT UPDATE ("state", "holder", "taken_until", "outcome", "calls") ON "task" TO amparo_api;
GRANT UPDATE ("round", "again", "progress", "progress_due_at", "promise_ticket") ON "alert" TO amparo_api;
GRANT UPDATE ("claim_ticket") ON "triage_item" TO amparo_api;
GRANT SELECT, INSERT ON "task" TO amparo_worker;
