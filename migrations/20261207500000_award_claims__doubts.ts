import type { Knex } from 'knex'

/**
 * A claim that was made without its word, and one for another name than was left, are passed only by somebody who says
 * why (docs/adr/0086). By a trigger, not a constraint: what was checked before stays as it is.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE award_claims
      ADD COLUMN without_word boolean NOT NULL DEFAULT false,
      ADD COLUMN sealed_confirmation bytea,
      ADD CONSTRAINT award_claims_without_word CHECK (NOT without_word OR way = 'office');

    CREATE FUNCTION award_claim_doubts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND NEW.without_word AND EXISTS (
          SELECT FROM awards AS a JOIN reports AS r ON r.id = a.report_id
          WHERE a.id = NEW.award_id AND r.code_seen_by_officer)
      THEN
        RAISE EXCEPTION 'whoever has seen a code could claim with it'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'award_claims_word_needed';
      END IF;
      IF TG_OP = 'UPDATE' AND (OLD.without_word <> NEW.without_word
        OR OLD.sealed_confirmation IS NOT NULL AND OLD.sealed_confirmation IS DISTINCT FROM NEW.sealed_confirmation)
      THEN
        RAISE EXCEPTION 'how it was made, and why it was passed, stays'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'award_claims_stay';
      END IF;
      IF NEW.state = 'checked' AND (NEW.without_word OR NEW.matched = 'no') AND NEW.sealed_confirmation IS NULL
        AND (TG_OP = 'INSERT' OR OLD.state = 'made')
      THEN
        RAISE EXCEPTION 'passed in doubt without saying why'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'award_claims_confirmed';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER award_claims_doubts BEFORE INSERT OR UPDATE ON award_claims
      FOR EACH ROW EXECUTE FUNCTION award_claim_doubts();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER award_claims_doubts ON award_claims;
    DROP FUNCTION award_claim_doubts();
    ALTER TABLE award_claims DROP COLUMN without_word, DROP COLUMN sealed_confirmation;
  `)
}
