-- The api says of a feed's entry that it was fetched, and nothing else of a delivery: whoever takes over the api must not be able
-- to end the ringing of a bell that nobody heard.
CREATE FUNCTION "only_arrival"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "delivery_only_arrival" BEFORE UPDATE ON "delivery" FOR EACH ROW
  WHEN (current_user = 'amparo_api' AND NOT (OLD."state" = 'relayed' AND NEW."state" = 'delivered'))
  EXECUTE FUNCTION "only_arrival"();
