import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE desks (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      kind text NOT NULL CHECK (kind IN ('intake', 'identity', 'finance', 'supervision', 'legal')),
      UNIQUE (organisation_id, kind)
    );
    CREATE TABLE desk_keys (
      desk_id uuid NOT NULL REFERENCES desks (id),
      version integer NOT NULL CHECK (version > 0),
      public_key bytea NOT NULL,
      public_key_mac bytea NOT NULL,
      created_on date NOT NULL,
      retired_on date,
      PRIMARY KEY (desk_id, version)
    );
    CREATE TABLE desk_seals (
      desk_id uuid NOT NULL,
      version integer NOT NULL,
      staff_id uuid NOT NULL REFERENCES staff (id),
      sealed bytea NOT NULL,
      sealed_mac bytea NOT NULL,
      PRIMARY KEY (desk_id, version, staff_id),
      FOREIGN KEY (desk_id, version) REFERENCES desk_keys (desk_id, version)
    );
    CREATE INDEX desk_seals_by_staff ON desk_seals (staff_id);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE desk_seals; DROP TABLE desk_keys; DROP TABLE desks;')
}
