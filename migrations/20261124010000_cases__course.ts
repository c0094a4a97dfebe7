import type { Knex } from 'knex'

const states = `'received', 'accepted', 'checking', 'filed', 'investigating', 'reviewing', 'reviewed', 'decided',
  'closed', 'archived', 'refused', 'handed-over', 'redirected', 'merged', 'not-filed', 'suspended', 'withdrawn'`

/** Steps that one person asks for and another agrees to. */
const twoPeople = `'file', 'not-file', 'decide', 'suspend', 'withdraw'`

/**
 * The whole course of a case. `outcome` says as what it is decided, before it ends too; with `closed_on` it says as
 * what it has ended. Steps that need two people cannot be written down with one.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE cases
      ADD COLUMN IF NOT EXISTS pending_approvals integer NOT NULL DEFAULT 0,
      ADD COLUMN suspended_from text,
      ADD COLUMN merged_into uuid REFERENCES cases (id) ON DELETE SET NULL,
      DROP CONSTRAINT cases_outcome_with_day,
      ADD CONSTRAINT cases_outcome_with_day CHECK (closed_on IS NULL OR outcome IS NOT NULL),
      ADD CONSTRAINT cases_state CHECK (state IN (${states})),
      ADD CONSTRAINT cases_suspended CHECK ((state = 'suspended') = (suspended_from IS NOT NULL)),
      ADD CONSTRAINT cases_merged CHECK (merged_into IS NULL OR state = 'merged'),
      ADD CONSTRAINT cases_pending CHECK (pending_approvals >= 0);
    CREATE INDEX cases_merged_into ON cases (merged_into) WHERE merged_into IS NOT NULL;

    ALTER TABLE case_decisions
      ADD COLUMN asked_by uuid REFERENCES staff (id),
      ADD COLUMN detail text,
      ADD CONSTRAINT case_decisions_two_people
        CHECK (CASE WHEN asked_by IS NULL THEN action NOT IN (${twoPeople}) ELSE asked_by <> staff_id END);

    CREATE TABLE case_proposals (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES cases (id),
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      arrival bigserial NOT NULL,
      action text NOT NULL CHECK (action IN (${twoPeople})),
      from_state text NOT NULL,
      seen text NOT NULL,
      asked_by uuid NOT NULL REFERENCES staff (id),
      asked_at timestamptz NOT NULL,
      ground text,
      detail text,
      sealed_reason bytea NOT NULL,
      state text NOT NULL CHECK (state IN ('asked', 'approved', 'turned-down', 'taken-back', 'overtaken')),
      answered_by uuid REFERENCES staff (id),
      answered_at timestamptz,
      sealed_answer bytea,
      CONSTRAINT case_proposals_answered CHECK ((state = 'asked') = (answered_at IS NULL)),
      CONSTRAINT case_proposals_two_people
        CHECK (state NOT IN ('approved', 'turned-down') OR answered_by IS NOT NULL AND answered_by <> asked_by)
    );
    CREATE UNIQUE INDEX case_proposals_one_open ON case_proposals (case_id) WHERE state = 'asked';
    CREATE INDEX case_proposals_of_case ON case_proposals (case_id);
    CREATE INDEX case_proposals_board ON case_proposals (organisation_id, arrival) WHERE state = 'asked';
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE case_proposals;
    ALTER TABLE case_decisions DROP CONSTRAINT case_decisions_two_people, DROP COLUMN asked_by, DROP COLUMN detail;
    DROP INDEX cases_merged_into;
    ALTER TABLE cases DROP CONSTRAINT cases_pending, DROP CONSTRAINT cases_merged, DROP CONSTRAINT cases_suspended,
      DROP CONSTRAINT cases_state, DROP CONSTRAINT cases_outcome_with_day,
      ADD CONSTRAINT cases_outcome_with_day CHECK ((outcome IS NULL) = (closed_on IS NULL)),
      DROP COLUMN merged_into, DROP COLUMN suspended_from, DROP COLUMN IF EXISTS pending_approvals;
  `)
}
