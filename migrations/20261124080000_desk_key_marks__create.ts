import type { Knex } from 'knex'

// What is only ever added to (roles.ts): which versions a desk's key has had. Whoever can write to the database
// can take back a newer key, but not the mark that there was one.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE desk_key_marks (
      desk_id uuid NOT NULL REFERENCES desks (id),
      version integer NOT NULL CHECK (version > 0),
      public_key bytea NOT NULL,
      proof bytea NOT NULL,
      PRIMARY KEY (desk_id, version, public_key)
    );
    INSERT INTO desk_key_marks (desk_id, version, public_key, proof)
      SELECT desk_id, version, public_key, public_key_mac FROM desk_keys;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE desk_key_marks')
}
