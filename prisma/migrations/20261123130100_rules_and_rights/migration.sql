-- What the tables themselves refuse, and what each process may do. Prisma's schema language can say neither; the comparison of
-- schema and migrations does not see them, so the tests try every refusal.

-- Ciphertext does not compress: trying costs time on every insert and gives nothing.
ALTER TABLE "report" ALTER COLUMN "envelope" SET STORAGE EXTERNAL;
ALTER TABLE "mailbox_message" ALTER COLUMN "box" SET STORAGE EXTERNAL;
ALTER TABLE "notice" ALTER COLUMN "sealed" SET STORAGE EXTERNAL;

-- Sizes come from a closed set, decoys included: a size of its own would tell one thing from another.
ALTER TABLE "report"
  ADD CONSTRAINT "report_envelope_size" CHECK (octet_length("envelope") IN (8192, 16384, 40960, 139264)),
  ADD CONSTRAINT "report_digest_size" CHECK (octet_length("digest") = 32);
ALTER TABLE "mailbox_message"
  ADD CONSTRAINT "mailbox_message_box_size" CHECK (octet_length("box") = 4096),
  ADD CONSTRAINT "mailbox_message_number" CHECK ("number" >= 0),
  ADD CONSTRAINT "mailbox_message_whole_hour" CHECK (date_trunc('hour', "hour", 'UTC') = "hour");
ALTER TABLE "publication" ADD CONSTRAINT "publication_head_hash_size" CHECK (octet_length("head_hash") = 32);
ALTER TABLE "notice" ADD CONSTRAINT "notice_digest_size" CHECK (octet_length("digest") = 32);
ALTER TABLE "session" ADD CONSTRAINT "session_token_hash_size" CHECK (octet_length("token_hash") = 32);
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_signature_size" CHECK (octet_length("signature") = 64);
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_signature_size" CHECK (octet_length("signature") = 64);
ALTER TABLE "freshness" ADD CONSTRAINT "freshness_sizes"
  CHECK (octet_length("head_hash") = 32 AND octet_length("witness") = 32 AND octet_length("signature") = 64);
ALTER TABLE "audit_event"
  ADD CONSTRAINT "audit_event_leaf_size" CHECK (octet_length("leaf") = 32),
  ADD CONSTRAINT "audit_event_whole_hour" CHECK (date_trunc('hour', "hour", 'UTC') = "hour");

-- Clear columns hold codes. A sentence that lands in one by mistake is refused by the last to see it.
ALTER TABLE "report"
  ADD CONSTRAINT "report_assurance_code" CHECK ("assurance" ~ '^[A-Za-z0-9._-]{1,64}$'),
  ADD CONSTRAINT "report_quarantine_code" CHECK ("quarantine" ~ '^[A-Za-z0-9._-]{1,64}$');
ALTER TABLE "triage_item"
  ADD CONSTRAINT "triage_item_urgency_range" CHECK ("urgency" BETWEEN 1 AND 4),
  ADD CONSTRAINT "triage_item_rank_range" CHECK ("rank" BETWEEN 1 AND 4),
  ADD CONSTRAINT "triage_item_desk_code" CHECK ("desk" ~ '^[A-Za-z0-9._-]{1,64}$'),
  ADD CONSTRAINT "triage_item_state_code" CHECK ("state" ~ '^[A-Za-z0-9._-]{1,64}$');
ALTER TABLE "alert" ADD CONSTRAINT "alert_state_code" CHECK ("state" ~ '^[A-Za-z0-9._-]{1,64}$');
ALTER TABLE "notice" ADD CONSTRAINT "notice_state_code" CHECK ("state" ~ '^[A-Za-z0-9._-]{1,64}$');
ALTER TABLE "delivery"
  ADD CONSTRAINT "delivery_state_code" CHECK ("state" ~ '^[A-Za-z0-9._-]{1,64}$'),
  ADD CONSTRAINT "delivery_reason_code" CHECK ("reason" ~ '^[A-Za-z0-9._-]{1,64}$'),
  ADD CONSTRAINT "delivery_attempts" CHECK ("attempts" >= 0);
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_decision_code" CHECK ("decision" ~ '^[A-Za-z0-9._-]{1,64}$');
ALTER TABLE "mailbox_message" ADD CONSTRAINT "mailbox_message_kind_code" CHECK ("kind" ~ '^[A-Za-z0-9._-]{1,64}$');
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_kind_code" CHECK ("kind" ~ '^[A-Za-z0-9._-]{1,64}$');
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("kind" IN ('triage', 'escalate', 'deliver'));

-- Each process has its own role and may do what it needs and no more. The roles are made before this runs.
REVOKE ALL ON SCHEMA "public" FROM PUBLIC;
GRANT USAGE ON SCHEMA "public" TO amparo_api, amparo_worker;

-- The api takes in and hands out ciphertext. It writes the trace and can neither read nor change it.
GRANT SELECT, INSERT ON "publication", "roster_copy", "freshness", "keyring_blob", "report", "acknowledgement", "mailbox_message" TO amparo_api;
-- A witness signs the same head again every week.
GRANT UPDATE ("statement", "signature", "at") ON "freshness" TO amparo_api;
GRANT SELECT, INSERT, DELETE ON "session", "challenge" TO amparo_api;
GRANT SELECT ON "triage_item", "alert", "notice", "delivery" TO amparo_api;
GRANT UPDATE ("holder", "claim_expires_at", "version", "state") ON "triage_item" TO amparo_api;
GRANT UPDATE ("state", "acknowledged_at", "acknowledged_by", "due_at") ON "alert" TO amparo_api;
GRANT UPDATE ("state", "opened_at") ON "notice" TO amparo_api;
GRANT SELECT, INSERT, UPDATE ON "endpoint" TO amparo_api;
GRANT INSERT ON "outbox" TO amparo_api;
GRANT INSERT ON "audit_event" TO amparo_api;
GRANT USAGE ON SEQUENCE "audit_event_seq_seq" TO amparo_api;

-- The worker decides and tells. It never sees a keyring, a session or a mailbox.
GRANT SELECT ON "publication", "roster_copy", "freshness", "report", "endpoint", "acknowledgement" TO amparo_worker;
GRANT UPDATE ("disabled_at") ON "endpoint" TO amparo_worker;
GRANT SELECT, INSERT, UPDATE ON "triage_item", "alert", "notice", "delivery" TO amparo_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON "outbox" TO amparo_worker;
GRANT INSERT ON "audit_event" TO amparo_worker;
GRANT USAGE ON SEQUENCE "audit_event_seq_seq" TO amparo_worker;
