-- States come from closed lists, and what is sealed has one size: a word or a length of its own would tell one row from another.
ALTER TABLE "triage_item"
  DROP CONSTRAINT "triage_item_state_code",
  ADD CONSTRAINT "triage_item_state" CHECK ("state" IN ('open', 'closed')),
  DROP CONSTRAINT "triage_item_desk_code",
  ADD CONSTRAINT "triage_item_desk" CHECK ("desk" IN ('triage', 'safeguarding', 'all')),
  ADD CONSTRAINT "triage_item_note_size" CHECK (octet_length("sealed_note") = 4096),
  -- A claim without an end would hide a report for ever.
  ADD CONSTRAINT "triage_item_claim_ends" CHECK (("holder" IS NULL) = ("claim_expires_at" IS NULL));
ALTER TABLE "alert"
  DROP CONSTRAINT "alert_state_code",
  ADD CONSTRAINT "alert_state" CHECK ("state" IN ('escalating', 'accepted', 'exhausted', 'closed')),
  ADD CONSTRAINT "alert_accepted_at_a_time" CHECK ("state" <> 'accepted' OR "acknowledged_at" IS NOT NULL);
ALTER TABLE "notice"
  DROP CONSTRAINT "notice_state_code",
  ADD CONSTRAINT "notice_state" CHECK ("state" IN
    ('queued', 'handed', 'delivered', 'undelivered', 'opened', 'declined', 'accepted', 'acting', 'done')),
  ADD CONSTRAINT "notice_sealed_size" CHECK (octet_length("sealed") = 4096);
ALTER TABLE "delivery"
  DROP CONSTRAINT "delivery_state_code",
  ADD CONSTRAINT "delivery_state" CHECK ("state" IN ('waiting', 'handed', 'delivered', 'failed', 'disabled'));
ALTER TABLE "acknowledgement"
  DROP CONSTRAINT "acknowledgement_decision_code",
  ADD CONSTRAINT "acknowledgement_decision" CHECK ("decision" IN ('ACCEPT', 'DECLINE', 'ACTING', 'DONE'));
ALTER TABLE "mailbox_message"
  DROP CONSTRAINT "mailbox_message_kind_code",
  ADD CONSTRAINT "mailbox_message_kind" CHECK ("kind" IN ('reply', 'post'));
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_sealed_size" CHECK (octet_length("sealed") = 4096);
ALTER TABLE "keyring_blob" ADD CONSTRAINT "keyring_blob_size" CHECK (octet_length("blob") = 512);
