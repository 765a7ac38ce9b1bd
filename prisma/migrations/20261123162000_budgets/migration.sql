-- How much of a minute's budget is used. Unlogged: it is no record of anything, costs the disk nothing, and is empty after a crash.
CREATE UNLOGGED TABLE "budget" (
    "key" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "budget_window_start_idx" ON "budget"("window_start");

ALTER TABLE "budget"
  ADD CONSTRAINT "budget_key" CHECK ("key" ~ '^(channel|session|desk|mailbox|first-visit|keyring|sign-in)(:[A-Za-z0-9._-]{1,64})?$'),
  ADD CONSTRAINT "budget_used" CHECK ("used" >= 0);

GRANT SELECT, INSERT, UPDATE, DELETE ON "budget" TO amparo_api;
