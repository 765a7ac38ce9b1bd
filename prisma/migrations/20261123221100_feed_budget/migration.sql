-- How often a member's private feed may be asked for is counted like every other read.
ALTER TABLE "budget"
  DROP CONSTRAINT "budget_key",
  ADD CONSTRAINT "budget_key" CHECK (
    "key" ~ '^(channel|session|desk|mailbox|first-visit|feed|keyring|sign-in)(:[A-Za-z0-9._-]{1,64})?$');
