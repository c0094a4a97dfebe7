import type { Knex } from 'knex'

/**
 * A claim of which everything has arrived is over: the rest of an award, or a share that came back, may be claimed by
 * another one. It is taken up again where one of its own shares comes back and nobody has claimed anew. How much it is for is clear, as its
 * payments are; of those that were made before it is not known.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE award_claims ADD COLUMN fen bigint CHECK (fen > 0);
    ALTER TABLE award_claims DROP CONSTRAINT award_claims_state_check;
    ALTER TABLE award_claims ADD CONSTRAINT award_claims_state_check
      CHECK (state IN ('made', 'checked', 'paid', 'returned'));
    DROP INDEX award_claims_one;
    CREATE UNIQUE INDEX award_claims_one ON award_claims (award_id) WHERE state IN ('made', 'checked');
    ALTER TABLE award_claims DISABLE TRIGGER award_claims_keep;
    UPDATE award_claims AS c SET state = 'paid' WHERE state = 'checked' AND payees = (
      SELECT count(*) FROM payments AS p WHERE p.claim_id = c.id AND p.state = 'paid');
    ALTER TABLE award_claims ENABLE TRIGGER award_claims_keep;

    CREATE OR REPLACE FUNCTION award_claim_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.state <> NEW.state AND NOT (OLD.state, NEW.state) IN (
          ('made', 'checked'), ('made', 'returned'), ('checked', 'returned'), ('checked', 'paid'), ('paid', 'checked'))
        OR NEW.state = 'paid' AND OLD.state <> 'paid' AND NEW.payees <> (
          SELECT count(*) FROM payments AS p WHERE p.claim_id = NEW.id AND p.state = 'paid')
        OR (OLD.id, OLD.award_id, OLD.number, OLD.way, OLD.made_on, OLD.matched, OLD.payees, OLD.fen,
          OLD.sealed_payees)
          IS DISTINCT FROM
          (NEW.id, NEW.award_id, NEW.number, NEW.way, NEW.made_on, NEW.matched, NEW.payees, NEW.fen,
          NEW.sealed_payees)
        OR OLD.entered_by IS DISTINCT FROM NEW.entered_by
        OR OLD.checked_by IS NOT NULL AND OLD.checked_by IS DISTINCT FROM NEW.checked_by
      THEN
        RAISE EXCEPTION 'a claim stays as it was made, and goes one way'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'award_claims_stay';
      END IF;
      RETURN NEW;
    END $$;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE OR REPLACE FUNCTION award_claim_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.state <> NEW.state AND NOT (OLD.state, NEW.state) IN (
          ('made', 'checked'), ('made', 'returned'), ('checked', 'returned'))
        OR (OLD.id, OLD.award_id, OLD.number, OLD.way, OLD.made_on, OLD.matched, OLD.payees, OLD.sealed_payees)
          IS DISTINCT FROM
          (NEW.id, NEW.award_id, NEW.number, NEW.way, NEW.made_on, NEW.matched, NEW.payees, NEW.sealed_payees)
        OR OLD.entered_by IS DISTINCT FROM NEW.entered_by
        OR OLD.checked_by IS NOT NULL AND OLD.checked_by IS DISTINCT FROM NEW.checked_by
      THEN
        RAISE EXCEPTION 'a claim stays as it was made, and goes one way'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'award_claims_stay';
      END IF;
      RETURN NEW;
    END $$;
    ALTER TABLE award_claims DISABLE TRIGGER award_claims_keep;
    UPDATE award_claims SET state = 'checked' WHERE state = 'paid';
    ALTER TABLE award_claims ENABLE TRIGGER award_claims_keep;
    DROP INDEX award_claims_one;
    CREATE UNIQUE INDEX award_claims_one ON award_claims (award_id) WHERE state <> 'returned';
    ALTER TABLE award_claims DROP CONSTRAINT award_claims_state_check;
    ALTER TABLE award_claims ADD CONSTRAINT award_claims_state_check
      CHECK (state IN ('made', 'checked', 'returned'));
    ALTER TABLE award_claims DROP COLUMN fen;
  `)
}
