import type { Knex } from 'knex'

/** What officers declare about themselves (回避). Sealed by the service: it must compare, and nobody should leaf. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE staff_relations (
      id uuid PRIMARY KEY,
      staff_id uuid NOT NULL REFERENCES staff (id),
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      once uuid NOT NULL,
      made_on date NOT NULL,
      ended_on date,
      sealed_relation bytea,
      UNIQUE (staff_id, once),
      CONSTRAINT staff_relations_sealed CHECK ((sealed_relation IS NULL) = (ended_on IS NOT NULL))
    );
    CREATE INDEX staff_relations_of_body ON staff_relations (organisation_id) WHERE ended_on IS NULL;
    CREATE INDEX cases_open_against ON cases (organisation_id, institution_id)
      WHERE is_open AND institution_id IS NOT NULL;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP INDEX cases_open_against; DROP TABLE staff_relations')
}
