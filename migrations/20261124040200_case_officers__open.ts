import type { Knex } from 'knex'

/**
 * How much somebody has in hand is asked on every page that gives cases away. What it needs of the case, whose it
 * is while it is open and by when it is due, is kept beside the handler, so that one index answers: what was closed
 * long ago is not in it. The database keeps both in step, whoever writes the rows.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE case_officers ADD COLUMN open_in uuid, ADD COLUMN open_due date;
    UPDATE case_officers AS o SET open_in = c.organisation_id, open_due = c.next_due_on
      FROM cases AS c WHERE c.id = o.case_id AND c.is_open;
    CREATE INDEX case_officers_open ON case_officers (open_in, staff_id, open_due, case_id)
      WHERE handling AND open_in IS NOT NULL;

    CREATE FUNCTION case_officer_open() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      SELECT c.organisation_id, c.next_due_on INTO NEW.open_in, NEW.open_due
        FROM cases AS c WHERE c.id = NEW.case_id AND c.is_open;
      RETURN NEW;
    END $$;
    CREATE TRIGGER case_officers_open BEFORE INSERT ON case_officers
      FOR EACH ROW EXECUTE FUNCTION case_officer_open();

    CREATE FUNCTION case_open_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE case_officers SET
        open_in = CASE WHEN NEW.is_open THEN NEW.organisation_id END,
        open_due = CASE WHEN NEW.is_open THEN NEW.next_due_on END
      WHERE case_id = NEW.id;
      RETURN NEW;
    END $$;
    CREATE TRIGGER cases_open_changed AFTER UPDATE ON cases FOR EACH ROW
      WHEN ((OLD.is_open, OLD.next_due_on, OLD.organisation_id)
        IS DISTINCT FROM (NEW.is_open, NEW.next_due_on, NEW.organisation_id))
      EXECUTE FUNCTION case_open_changed();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER cases_open_changed ON cases;
    DROP TRIGGER case_officers_open ON case_officers;
    DROP FUNCTION case_open_changed();
    DROP FUNCTION case_officer_open();
    DROP INDEX case_officers_open;
    ALTER TABLE case_officers DROP COLUMN open_due, DROP COLUMN open_in;
  `)
}
