import type { Knex } from 'knex'

/**
 * A part of what was paid may come back and be committed anew, in another year: a subject has several entries of a kind
 * then. Held instead: never more than was first committed for it, and nothing is freed, paid or reversed that was not
 * there in that year.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE budget_entries DROP CONSTRAINT budget_entries_once;
    DROP INDEX budget_entries_one_end;
    CREATE UNIQUE INDEX budget_entries_once ON budget_entries (subject) WHERE kind = 'allot';
    CREATE INDEX budget_entries_of_subject ON budget_entries (subject, position);

    CREATE FUNCTION budget_entry_fits() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      whole bigint;
      held bigint;
      open bigint;
      paid bigint;
    BEGIN
      IF NEW.kind = 'allot' THEN
        RETURN NEW;
      END IF;
      -- Two at once for one subject take turns.
      PERFORM pg_advisory_xact_lock(hashtextextended('budget:' || NEW.subject, 0));
      SELECT fen INTO whole FROM budget_entries
        WHERE subject = NEW.subject AND kind = 'commit' ORDER BY position LIMIT 1;
      SELECT
        coalesce(sum(CASE kind WHEN 'commit' THEN fen WHEN 'free' THEN -fen WHEN 'reverse' THEN -fen END), 0),
        coalesce(sum(CASE kind WHEN 'commit' THEN fen WHEN 'free' THEN -fen WHEN 'pay' THEN -fen END)
          FILTER (WHERE year = NEW.year), 0),
        coalesce(sum(CASE kind WHEN 'pay' THEN fen WHEN 'reverse' THEN -fen END)
          FILTER (WHERE year = NEW.year), 0)
        INTO held, open, paid
        FROM budget_entries
        WHERE subject = NEW.subject AND organisation_id = NEW.organisation_id AND kind <> 'allot';
      IF NEW.kind = 'commit' AND held + NEW.fen > whole
        OR NEW.kind IN ('free', 'pay') AND NEW.fen > open
        OR NEW.kind = 'reverse' AND NEW.fen > paid
      THEN
        RAISE EXCEPTION 'the budget has no such sum for it'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_entries_fit';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER budget_entries_fit BEFORE INSERT ON budget_entries
      FOR EACH ROW EXECUTE FUNCTION budget_entry_fits();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER budget_entries_fit ON budget_entries;
    DROP FUNCTION budget_entry_fits();
    DROP INDEX budget_entries_of_subject;
    DROP INDEX budget_entries_once;
    ALTER TABLE budget_entries ADD CONSTRAINT budget_entries_once UNIQUE (subject, kind);
    CREATE UNIQUE INDEX budget_entries_one_end ON budget_entries (subject) WHERE kind IN ('free', 'pay');
  `)
}
