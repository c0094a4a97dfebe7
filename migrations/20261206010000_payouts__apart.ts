import type { Knex } from 'knex'

/** Who proposed or reviewed an award checks no claim of it, turns no payment back and asks nothing back. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE FUNCTION payout_is_apart() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      person text;
    BEGIN
      FOREACH person IN ARRAY TG_ARGV LOOP
        IF NOT payment_is_apart(NEW.award_id, (to_jsonb(NEW) ->> person)::uuid)
          AND (TG_OP = 'INSERT' OR to_jsonb(OLD) ->> person IS DISTINCT FROM to_jsonb(NEW) ->> person)
        THEN
          RAISE EXCEPTION 'who proposed or reviewed an award has no hand in its payment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_apart';
        END IF;
      END LOOP;
      RETURN NEW;
    END $$;
    CREATE TRIGGER award_claims_apart BEFORE INSERT OR UPDATE ON award_claims
      FOR EACH ROW EXECUTE FUNCTION payout_is_apart('entered_by', 'checked_by');
    CREATE TRIGGER payments_apart BEFORE UPDATE ON payments
      FOR EACH ROW EXECUTE FUNCTION payout_is_apart('reversal_asked_by', 'reversed_by');
    CREATE TRIGGER clawbacks_apart BEFORE INSERT OR UPDATE ON clawbacks
      FOR EACH ROW EXECUTE FUNCTION payout_is_apart('asked_by', 'approved_by', 'received_by');
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER clawbacks_apart ON clawbacks;
    DROP TRIGGER payments_apart ON payments;
    DROP TRIGGER award_claims_apart ON award_claims;
    DROP FUNCTION payout_is_apart();
  `)
}
