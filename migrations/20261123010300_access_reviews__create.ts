import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE access_review_lines (
      period_from date NOT NULL,
      staff_id uuid NOT NULL REFERENCES staff (id),
      -- As they were when somebody looked: a person whose duties changed since is looked at again.
      duties text[] NOT NULL,
      verdict text NOT NULL CHECK (verdict IN ('confirmed', 'removal')),
      reviewed_by uuid NOT NULL REFERENCES staff (id),
      reviewed_at timestamptz NOT NULL,
      PRIMARY KEY (period_from, staff_id),
      CONSTRAINT access_review_lines_never_ones_own CHECK (staff_id <> reviewed_by)
    );
    CREATE INDEX access_review_lines_removal ON access_review_lines (period_from, staff_id) WHERE verdict = 'removal';

    -- That a body has finished a period: everybody it covers has been looked at.
    CREATE TABLE access_reviews (
      period_from date NOT NULL,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      people integer NOT NULL,
      finished_by uuid NOT NULL REFERENCES staff (id),
      finished_at timestamptz NOT NULL,
      PRIMARY KEY (period_from, organisation_id)
    );
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE access_reviews; DROP TABLE access_review_lines;')
}
