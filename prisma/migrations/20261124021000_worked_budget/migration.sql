-- Reports beyond a channel's budget, each let in by a proof of work for it: a second budget of the same channel.
ALTER TABLE "budget"
  DROP CONSTRAINT "budget_key",
  ADD CONSTRAINT "budget_key" CHECK (
    "key" ~ '^(channel|worked|session|desk|mailbox|first-visit|feed|keyring|sign-in|file)(:[A-Za-z0-9._-]{1,64})?$'
  );
