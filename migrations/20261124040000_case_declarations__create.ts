import type { Knex } from 'knex'

/** Who has said, before opening a case for the first time, that nothing ties them to its target. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE case_declarations (
      case_id uuid NOT NULL REFERENCES cases (id),
      staff_id uuid NOT NULL REFERENCES staff (id),
      declared_on date NOT NULL,
      PRIMARY KEY (case_id, staff_id)
    );

    CREATE FUNCTION case_declaration_falls() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM case_declarations WHERE case_id = NEW.case_id AND staff_id = NEW.staff_id;
      RETURN NEW;
    END $$;
    CREATE TRIGGER case_exclusions_undeclare AFTER INSERT ON case_exclusions
      FOR EACH ROW EXECUTE FUNCTION case_declaration_falls();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER case_exclusions_undeclare ON case_exclusions;
    DROP FUNCTION case_declaration_falls();
    DROP TABLE case_declarations;
  `)
}
