import type { Knex } from 'knex'

/** What waits for a second person can be taken back by the one who asked, and by nobody else: in the database too. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE duty_proposals
      DROP CONSTRAINT duty_proposals_decision_check,
      ADD CONSTRAINT duty_proposals_decision_check
        CHECK (decision IN ('in-force', 'refused', 'replaced', 'withdrawn')),
      ADD CONSTRAINT duty_proposals_withdrawn
        CHECK (decision <> 'withdrawn' OR proposed_by IS NOT DISTINCT FROM decided_by);
    ALTER TABLE organisation_moves
      DROP CONSTRAINT organisation_moves_decision_check,
      ADD CONSTRAINT organisation_moves_decision_check
        CHECK (decision IN ('in-force', 'refused', 'replaced', 'withdrawn')),
      ADD CONSTRAINT organisation_moves_withdrawn
        CHECK (decision <> 'withdrawn' OR proposed_by IS NOT DISTINCT FROM decided_by);
    ALTER TABLE factor_resets
      DROP CONSTRAINT factor_resets_answer_check,
      ADD CONSTRAINT factor_resets_answer_check
        CHECK (answer IN ('approved', 'refused', 'expired', 'withdrawn')),
      DROP CONSTRAINT factor_resets_two_people,
      ADD CONSTRAINT factor_resets_two_people CHECK (asked_by <> answered_by OR answer = 'withdrawn'),
      ADD CONSTRAINT factor_resets_withdrawn
        CHECK (answer <> 'withdrawn' OR asked_by IS NOT DISTINCT FROM answered_by);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DELETE FROM factor_resets WHERE answer = 'withdrawn';
    ALTER TABLE factor_resets
      DROP CONSTRAINT factor_resets_withdrawn,
      DROP CONSTRAINT factor_resets_two_people,
      ADD CONSTRAINT factor_resets_two_people CHECK (asked_by <> answered_by),
      DROP CONSTRAINT factor_resets_answer_check,
      ADD CONSTRAINT factor_resets_answer_check CHECK (answer IN ('approved', 'refused', 'expired'));
    UPDATE organisation_moves SET decision = 'refused' WHERE decision = 'withdrawn';
    ALTER TABLE organisation_moves
      DROP CONSTRAINT organisation_moves_withdrawn,
      DROP CONSTRAINT organisation_moves_decision_check,
      ADD CONSTRAINT organisation_moves_decision_check
        CHECK (decision IN ('in-force', 'refused', 'replaced'));
    UPDATE duty_proposals SET decision = 'refused' WHERE decision = 'withdrawn';
    ALTER TABLE duty_proposals
      DROP CONSTRAINT duty_proposals_withdrawn,
      DROP CONSTRAINT duty_proposals_decision_check,
      ADD CONSTRAINT duty_proposals_decision_check
        CHECK (decision IN ('in-force', 'refused', 'replaced'));
  `)
}
