-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "publication" (
    "version" INTEGER NOT NULL,
    "head_hash" BYTEA NOT NULL,
    "head" BYTEA NOT NULL,
    "signatures" BYTEA NOT NULL,
    "directory" BYTEA NOT NULL,
    "access" BYTEA NOT NULL,
    "policy" BYTEA NOT NULL,
    "grants" BYTEA NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "publication_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "roster_copy" (
    "version" INTEGER NOT NULL,
    "recipient" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "roster_copy_pkey" PRIMARY KEY ("version","recipient")
);

-- CreateTable
CREATE TABLE "freshness" (
    "head_hash" BYTEA NOT NULL,
    "witness" BYTEA NOT NULL,
    "statement" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "freshness_pkey" PRIMARY KEY ("head_hash","witness")
);

-- CreateTable
CREATE TABLE "keyring_blob" (
    "address" BYTEA NOT NULL,
    "blob" BYTEA NOT NULL,

    CONSTRAINT "keyring_blob_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "challenge" (
    "nonce" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "challenge_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" BYTEA NOT NULL,
    "member_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "envelope" BYTEA NOT NULL,
    "size_class" SMALLINT NOT NULL,
    "key_set" INTEGER NOT NULL,
    "channel" TEXT,
    "assurance" TEXT NOT NULL,
    "quarantine" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "triage_item" (
    "report_id" UUID NOT NULL,
    "desk" TEXT NOT NULL,
    "unsorted" BOOLEAN NOT NULL,
    "urgency" SMALLINT,
    "rank" SMALLINT NOT NULL,
    "state" TEXT NOT NULL,
    "sealed_note" BYTEA,
    "note_epoch" INTEGER,
    "ack_due_at" TIMESTAMPTZ(3) NOT NULL,
    "action_due_at" TIMESTAMPTZ(3) NOT NULL,
    "reassess_at" TIMESTAMPTZ(3) NOT NULL,
    "holder" UUID,
    "claim_expires_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "triage_item_pkey" PRIMARY KEY ("report_id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "plan" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "next_step" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "ticket" UUID NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "ticket" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "reason" TEXT,
    "ticket" UUID NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint" (
    "member_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "version" INTEGER NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "endpoint_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "acknowledgement" (
    "id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "statement" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "late" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "acknowledgement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox_message" (
    "address" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "box" BYTEA NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailbox_message_pkey" PRIMARY KEY ("address","kind","number")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" UUID NOT NULL,
    "ticket" UUID,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "enqueued_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "leaf" BYTEA NOT NULL,
    "salt" BYTEA NOT NULL,
    "body" JSONB NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "publication_head_hash_key" ON "publication"("head_hash");

-- CreateIndex
CREATE INDEX "challenge_expires_at_idx" ON "challenge"("expires_at");

-- CreateIndex
CREATE INDEX "session_member_id_idx" ON "session"("member_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_digest_key" ON "report"("digest");

-- CreateIndex
CREATE INDEX "triage_item_state_rank_ack_due_at_report_id_idx" ON "triage_item"("state", "rank", "ack_due_at", "report_id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_report_id_key" ON "alert"("report_id");

-- CreateIndex
CREATE INDEX "alert_state_due_at_idx" ON "alert"("state", "due_at");

-- CreateIndex
CREATE INDEX "notice_member_id_created_at_id_idx" ON "notice"("member_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_alert_id_step_member_id_key" ON "notice"("alert_id", "step", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_notice_id_key" ON "delivery"("notice_id");

-- CreateIndex
CREATE INDEX "delivery_state_next_at_idx" ON "delivery"("state", "next_at");

-- CreateIndex
CREATE INDEX "acknowledgement_alert_id_idx" ON "acknowledgement"("alert_id");

-- CreateIndex
CREATE UNIQUE INDEX "acknowledgement_notice_id_decision_key" ON "acknowledgement"("notice_id", "decision");

-- CreateIndex
CREATE INDEX "outbox_done_at_enqueued_at_due_at_idx" ON "outbox"("done_at", "enqueued_at", "due_at");
