import type { Knex } from 'knex'

/**
 * Round the service too: a claim goes one way and stays as it was sealed, nothing is sent but in a released batch or
 * paid but by an answer of the bank, and an award is paid when all of it has arrived.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE FUNCTION award_claim_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
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
    CREATE TRIGGER award_claims_keep BEFORE UPDATE ON award_claims
      FOR EACH ROW EXECUTE FUNCTION award_claim_keeps();

    ALTER TABLE payments ADD CONSTRAINT payments_by_answer
      CHECK ((state IN ('paid', 'failed', 'reversed')) = (answer_id IS NOT NULL));
    CREATE FUNCTION payment_is_released() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.state = 'sent' AND OLD.state <> 'sent' AND NOT EXISTS (
          SELECT FROM pay_batches AS b WHERE b.id = NEW.batch_id AND b.state = 'released')
        OR OLD.answer_id IS NOT NULL AND OLD.answer_id IS DISTINCT FROM NEW.answer_id
      THEN
        RAISE EXCEPTION 'sent with its batch, answered once'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_released';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER payments_released BEFORE UPDATE ON payments
      FOR EACH ROW EXECUTE FUNCTION payment_is_released();

    CREATE FUNCTION award_is_paid_whole() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (OLD.once, OLD.matter_id, OLD.organisation_id, OLD.finance_body, OLD.year, OLD.serial, OLD.decided_on,
          OLD.rule_code, OLD.rule_place, OLD.rule_version, OLD.budget_subject, OLD.proposed_at)
        IS DISTINCT FROM
          (NEW.once, NEW.matter_id, NEW.organisation_id, NEW.finance_body, NEW.year, NEW.serial, NEW.decided_on,
          NEW.rule_code, NEW.rule_place, NEW.rule_version, NEW.budget_subject, NEW.proposed_at)
      THEN
        RAISE EXCEPTION 'what was proposed stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_stay';
      END IF;
      IF NEW.state = 'paid' AND OLD.state <> 'paid' AND NEW.fen <> (
          SELECT coalesce(sum(p.fen), 0) FROM payments AS p WHERE p.award_id = NEW.id AND p.state = 'paid')
      THEN
        RAISE EXCEPTION 'an award is paid when all of it has arrived'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_arrived';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER awards_paid_whole BEFORE UPDATE ON awards
      FOR EACH ROW EXECUTE FUNCTION award_is_paid_whole();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER awards_paid_whole ON awards;
    DROP TRIGGER payments_released ON payments;
    DROP TRIGGER award_claims_keep ON award_claims;
    DROP FUNCTION award_is_paid_whole(), payment_is_released(), award_claim_keeps();
    ALTER TABLE payments DROP CONSTRAINT payments_by_answer;
  `)
}
