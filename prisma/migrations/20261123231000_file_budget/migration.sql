-- Pieces of sealed files are counted by the minute, for each channel, like reports.
ALTER TABLE "budget"
  DROP CONSTRAINT "budget_key",
  ADD CONSTRAINT "budget_key" CHECK (
    "key" ~ '^(channel|session|desk|mailbox|first-visit|feed|keyring|sign-in|file)(:[A-Za-z0-9._-]{1,64})?$');
