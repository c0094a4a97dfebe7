import type { Knex } from 'knex'

/** Who answers the telephone of a body in each working half-day, and how many calls there were. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    -- So that a half-day can be given to members of the body alone.
    ALTER TABLE staff ADD CONSTRAINT staff_of_body UNIQUE (id, organisation_id);

    CREATE TABLE roster_slots (
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      day date NOT NULL,
      half text NOT NULL CHECK (half IN ('am', 'pm')),
      staff_id uuid NOT NULL,
      changed_by uuid NOT NULL REFERENCES staff (id),
      changed_at timestamptz NOT NULL,
      PRIMARY KEY (organisation_id, day, half),
      CONSTRAINT roster_slots_member FOREIGN KEY (staff_id, organisation_id)
        REFERENCES staff (id, organisation_id)
    );

    -- Counts only: no caller, no content, no moment.
    CREATE TABLE roster_calls (
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      day date NOT NULL,
      half text NOT NULL CHECK (half IN ('am', 'pm')),
      staff_id uuid NOT NULL,
      answered integer NOT NULL CHECK (answered >= 0),
      missed integer NOT NULL CHECK (missed >= 0),
      called_back integer NOT NULL CHECK (called_back >= 0),
      PRIMARY KEY (organisation_id, day, half, staff_id),
      CONSTRAINT roster_calls_member FOREIGN KEY (staff_id, organisation_id)
        REFERENCES staff (id, organisation_id)
    );
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE roster_calls;
    DROP TABLE roster_slots;
    ALTER TABLE staff DROP CONSTRAINT staff_of_body;
  `)
}
