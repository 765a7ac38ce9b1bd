-- Two people of different organisations may silence a bell for a while (THREAT-MODEL.md, promise 3).
CREATE TABLE "silence" (
    "id" UUID NOT NULL,
    "desk" TEXT NOT NULL,
    "statement" BYTEA NOT NULL,
    "for_dispatch" BYTEA NOT NULL,
    "for_desk" BYTEA NOT NULL,
    "first_member" UUID NOT NULL,
    "first_signature" BYTEA NOT NULL,
    "second_member" UUID,
    "second_signature" BYTEA,
    "break_glass" BOOLEAN NOT NULL,
    "begins_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" UUID,
    "reviewed_by" UUID,
    "reviewed_at" TIMESTAMPTZ(3),

    CONSTRAINT "silence_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "silence_ends_at_idx" ON "silence"("ends_at");
ALTER TABLE "silence"
  ALTER COLUMN "for_dispatch" SET STORAGE EXTERNAL,
  ALTER COLUMN "for_desk" SET STORAGE EXTERNAL,
  ADD CONSTRAINT "silence_desk" CHECK ("desk" IN ('triage', 'safeguarding')),
  ADD CONSTRAINT "silence_sizes" CHECK (
    octet_length("for_dispatch") = 4096 AND octet_length("for_desk") = 4096 AND octet_length("statement") <= 2048
    AND octet_length("first_signature") = 64 AND octet_length("second_signature") = 64),
  -- Not the same person twice; whether of two organisations, the worker sees.
  ADD CONSTRAINT "silence_two_people" CHECK (
    "second_member" <> "first_member" AND ("second_member" IS NULL) = ("second_signature" IS NULL)),
  ADD CONSTRAINT "silence_reviewed_by_another" CHECK (
    "reviewed_by" <> "first_member" AND ("reviewed_by" IS NULL) = ("reviewed_at" IS NULL));

GRANT SELECT, INSERT ON "silence" TO amparo_api;
GRANT UPDATE ("second_member", "second_signature", "ended_by", "reviewed_by", "reviewed_at") ON "silence" TO amparo_api;
GRANT SELECT ON "silence" TO amparo_worker;

-- A bell that was not rung for a silence says so.
ALTER TABLE "delivery"
  DROP CONSTRAINT "delivery_reason",
  ADD CONSTRAINT "delivery_reason" CHECK ("reason" IN
    ('throttled', 'redirect', 'refused', 'server-error', 'gone', 'timeout', 'connection', 'name', 'tls', 'address-refused',
     'address-invalid', 'not-configured', 'channels-invalid', 'old-version', 'no-channel', 'member-not-in-roster',
     'acknowledged', 'reached', 'bundled', 'silenced'));
