-- A member's own channels in order, where there was one endpoint (libs/crypto/PROTOCOL.md §6.2). No server had any endpoint yet.
DROP TABLE "endpoint";

CREATE TABLE "own_channels" (
    "member_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "copy" BYTEA NOT NULL,
    "copy_signature" BYTEA NOT NULL,
    "disabled" SMALLINT[] NOT NULL DEFAULT ARRAY[]::SMALLINT[],
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "own_channels_pkey" PRIMARY KEY ("member_id")
);
ALTER TABLE "own_channels"
  ALTER COLUMN "sealed" SET STORAGE EXTERNAL,
  ALTER COLUMN "copy" SET STORAGE EXTERNAL,
  ADD CONSTRAINT "own_channels_version" CHECK ("version" >= 1),
  ADD CONSTRAINT "own_channels_sealed_size" CHECK (octet_length("sealed") IN (4096, 16384)),
  -- One content, sealed twice.
  ADD CONSTRAINT "own_channels_copy_size" CHECK (octet_length("copy") = octet_length("sealed")),
  ADD CONSTRAINT "own_channels_signature_sizes" CHECK (
    octet_length("signature") = 64 AND octet_length("copy_signature") = 64),
  ADD CONSTRAINT "own_channels_disabled" CHECK (
    cardinality("disabled") <= 8 AND array_position("disabled", NULL) IS NULL
    AND 0 <= ALL ("disabled") AND 7 >= ALL ("disabled"));

-- One delivery for each channel that is tried for a notice.
ALTER TABLE "delivery" ADD COLUMN "position" SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE "delivery" ALTER COLUMN "position" DROP DEFAULT;
DROP INDEX "delivery_notice_id_key";
CREATE UNIQUE INDEX "delivery_notice_id_position_key" ON "delivery"("notice_id", "position");
ALTER TABLE "delivery"
  ADD CONSTRAINT "delivery_position" CHECK ("position" BETWEEN 0 AND 7),
  DROP CONSTRAINT "delivery_state",
  -- relayed: a relay, a push service, a gateway or a feed has it, and that is all that is known.
  ADD CONSTRAINT "delivery_state" CHECK ("state" IN
    ('waiting', 'handed', 'relayed', 'delivered', 'failed', 'disabled')),
  DROP CONSTRAINT "delivery_reason_code",
  ADD CONSTRAINT "delivery_reason" CHECK ("reason" IN
    ('throttled', 'redirect', 'refused', 'server-error', 'gone', 'timeout', 'connection', 'name', 'tls', 'address-refused',
     'address-invalid', 'not-configured', 'channels-invalid', 'old-version', 'no-channel', 'member-not-in-roster',
     'acknowledged', 'reached', 'bundled'));
ALTER TABLE "notice"
  DROP CONSTRAINT "notice_state",
  ADD CONSTRAINT "notice_state" CHECK ("state" IN
    ('queued', 'handed', 'delivered', 'undelivered', 'unreachable', 'opened', 'declined', 'accepted', 'acting', 'done'));

-- Entries of members' private CAP feeds, which their own software fetches from the api.
CREATE TABLE "cap_entry" (
    "id" UUID NOT NULL,
    "feed" BYTEA NOT NULL,
    "notice_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cap_entry_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "cap_entry_delivery_id_type_key" ON "cap_entry"("delivery_id", "type");
CREATE INDEX "cap_entry_feed_sent_at_idx" ON "cap_entry"("feed", "sent_at" DESC);
CREATE INDEX "cap_entry_notice_id_idx" ON "cap_entry"("notice_id");
ALTER TABLE "cap_entry"
  ADD CONSTRAINT "cap_entry_feed_size" CHECK (octet_length("feed") = 32),
  ADD CONSTRAINT "cap_entry_type" CHECK ("type" IN ('Alert', 'Update', 'Cancel')),
  ADD CONSTRAINT "cap_entry_occasion" CHECK ("occasion" IN ('alert', 'exercise', 'test')),
  ADD CONSTRAINT "cap_entry_language" CHECK ("language" IN ('es', 'en', 'pt')),
  ADD CONSTRAINT "cap_entry_document_size" CHECK (octet_length("document") <= 4096),
  ADD CONSTRAINT "cap_entry_signature_size" CHECK (octet_length("signature") <= 256);

-- A member's own trial of all channels; the newest of each member.
CREATE TABLE "channel_trial" (
    "member_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER,
    "outcomes" TEXT[],

    CONSTRAINT "channel_trial_pkey" PRIMARY KEY ("member_id")
);
CREATE UNIQUE INDEX "channel_trial_id_key" ON "channel_trial"("id");
ALTER TABLE "channel_trial" ADD CONSTRAINT "channel_trial_outcomes" CHECK (
  cardinality("outcomes") <= 8 AND array_position("outcomes", NULL) IS NULL);

ALTER TABLE "outbox"
  DROP CONSTRAINT "outbox_kind",
  ADD CONSTRAINT "outbox_kind" CHECK ("kind" IN
    ('triage', 'escalate', 'deliver', 'compare', 'raise', 'promise', 'claim', 'probe', 'try-channels', 'amend-feeds'));

-- Who fetched an entry has it: the api may say so of a delivery, and nothing else.
GRANT UPDATE ("state", "delivered_at") ON "delivery" TO amparo_api;
GRANT SELECT ON "cap_entry" TO amparo_api;
GRANT SELECT, INSERT, UPDATE ON "own_channels", "channel_trial" TO amparo_api;

GRANT SELECT, INSERT ON "cap_entry" TO amparo_worker;
GRANT SELECT ON "own_channels", "channel_trial" TO amparo_worker;
GRANT UPDATE ("disabled") ON "own_channels" TO amparo_worker;
GRANT UPDATE ("version", "outcomes") ON "channel_trial" TO amparo_worker;
