-- Many reports of one happening ring once and are counted (THREAT-MODEL.md, promise 3).
ALTER TABLE "alert"
  ADD COLUMN "bundle" BYTEA,
  ADD CONSTRAINT "alert_bundle_size" CHECK (octet_length("bundle") = 16);
CREATE INDEX "alert_bundle" ON "alert" ("bundle") WHERE "bundle" IS NOT NULL;

CREATE TABLE "bell_turn" (
    "member_id" UUID NOT NULL,
    "bundle" BYTEA NOT NULL,
    "step" INTEGER NOT NULL,
    "notice_id" UUID NOT NULL,
    "rung_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bell_turn_pkey" PRIMARY KEY ("member_id", "bundle", "step")
);
CREATE INDEX "bell_turn_bundle_idx" ON "bell_turn"("bundle");
ALTER TABLE "bell_turn" ADD CONSTRAINT "bell_turn_bundle_size" CHECK (octet_length("bundle") = 16);

-- Whoever ends an alert, and by whichever statement: the token goes with it, and the turns with the last alert of the bundle.
CREATE FUNCTION "forget_bundle"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW."bundle" := NULL;
  -- Two alerts that end at the same moment must not each take the other for one that still runs.
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(OLD."bundle", 'hex'), 0));
  DELETE FROM "bell_turn" WHERE "bundle" = OLD."bundle"
    AND NOT EXISTS (SELECT FROM "alert" WHERE "bundle" = OLD."bundle" AND "id" <> NEW."id");
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION "forget_bundle"() FROM PUBLIC;
CREATE TRIGGER "alert_ends_its_bundle" BEFORE UPDATE ON "alert" FOR EACH ROW
  WHEN (OLD."bundle" IS NOT NULL AND NEW."state" <> 'escalating') EXECUTE FUNCTION "forget_bundle"();

GRANT SELECT, INSERT, UPDATE ON "bell_turn" TO amparo_worker;
