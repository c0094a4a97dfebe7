import type { Knex } from 'knex'

/**
 * A year's notice as one person entered it and another one puts it into force, how far the clocks are counted
 * anew, and which of them move. Clocks and cases are named without a key to them: a list of what moved holds
 * nobody up who works on a case.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE calendar_changes (
      id uuid PRIMARY KEY,
      year integer NOT NULL CHECK (year BETWEEN 2000 AND 2099),
      days jsonb NOT NULL,
      -- The year as it was when this was entered.
      before jsonb NOT NULL,
      source text NOT NULL CHECK (btrim(source) <> ''),
      notice text NOT NULL CHECK (btrim(notice) <> ''),
      state text NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'done', 'refused', 'withdrawn')),
      made_by uuid NOT NULL REFERENCES staff (id),
      made_at timestamptz NOT NULL,
      decided_by uuid REFERENCES staff (id),
      decided_at timestamptz,
      done_at timestamptz,
      -- Clocks that run across these days are counted anew.
      span_from date NOT NULL,
      span_to date NOT NULL,
      -- 0: to see what would move; 1: moving it; 2: once more, for what began by the old calendar meanwhile.
      walk smallint NOT NULL DEFAULT 0 CHECK (walk IN (0, 1, 2)),
      walk_after uuid,
      walked boolean NOT NULL DEFAULT false,
      looked integer NOT NULL DEFAULT 0,
      total integer NOT NULL DEFAULT 0,
      rest_until timestamptz,
      CONSTRAINT calendar_changes_two_people CHECK (
        state NOT IN ('approved', 'done') OR (decided_by IS NOT NULL AND decided_by <> made_by)),
      CONSTRAINT calendar_changes_decided CHECK (
        (decided_by IS NULL) = (decided_at IS NULL) AND (state <> 'refused' OR decided_by IS NOT NULL)
        AND (state = 'done') = (done_at IS NOT NULL)),
      CHECK (span_from <= span_to)
    );
    CREATE UNIQUE INDEX calendar_changes_one_open ON calendar_changes (year)
      WHERE state IN ('draft', 'proposed', 'approved');
    CREATE INDEX calendar_changes_of_year ON calendar_changes (year, made_at DESC);
    CREATE INDEX calendar_changes_unfinished ON calendar_changes (id)
      WHERE state = 'approved' OR (state = 'draft' AND NOT walked);

    CREATE TABLE calendar_moves (
      change_id uuid NOT NULL REFERENCES calendar_changes (id),
      deadline_id uuid NOT NULL,
      case_id uuid NOT NULL,
      organisation_id uuid NOT NULL,
      rule_code text NOT NULL,
      before_on date NOT NULL,
      after_on date NOT NULL,
      was_provisional boolean NOT NULL,
      is_provisional boolean NOT NULL,
      applied boolean NOT NULL,
      PRIMARY KEY (change_id, deadline_id)
    );
    CREATE INDEX calendar_moves_list ON calendar_moves (change_id, organisation_id, before_on, deadline_id);
    CREATE INDEX calendar_moves_of_case ON calendar_moves (case_id);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE calendar_moves; DROP TABLE calendar_changes;')
}
