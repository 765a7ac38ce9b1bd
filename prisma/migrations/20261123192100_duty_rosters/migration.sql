-- Who is on call (libs/crypto/PROTOCOL.md §6.3): signed by a delegate, sealed to dispatch and to one desk.
CREATE TABLE "duty_roster" (
    "name" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "desk" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "for_dispatch" BYTEA NOT NULL,
    "for_desk" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duty_roster_pkey" PRIMARY KEY ("name", "member_id")
);

ALTER TABLE "duty_roster"
  ADD CONSTRAINT "duty_roster_name_code" CHECK ("name" ~ '^[a-z][a-z0-9-]{0,39}$'),
  ADD CONSTRAINT "duty_roster_desk" CHECK ("desk" IN ('triage', 'safeguarding')),
  ADD CONSTRAINT "duty_roster_version" CHECK ("version" >= 1),
  ADD CONSTRAINT "duty_roster_sizes" CHECK (octet_length("for_dispatch") IN (16384, 65536)
    AND octet_length("for_desk") IN (16384, 65536) AND octet_length("signature") = 64);

GRANT SELECT, INSERT, UPDATE ON "duty_roster" TO amparo_api;
GRANT SELECT ON "duty_roster" TO amparo_worker;
