-- Notes are sealed for one envelope (libs/crypto/PROTOCOL.md §6.1): with this hash of its head, the queue can show what they say
-- without fetching every envelope. Null for what was triaged before.
ALTER TABLE "triage_item"
  ADD COLUMN "t0" BYTEA,
  ADD CONSTRAINT "triage_item_t0_size" CHECK (octet_length("t0") = 32);
