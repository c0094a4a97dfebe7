import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    -- Under whom a body stands decides where reports about it go: one proposes, another puts it into force.
    CREATE TABLE organisation_moves (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      parent_id uuid NOT NULL REFERENCES organisations (id),
      proposed_by uuid NOT NULL REFERENCES staff (id),
      proposed_at timestamptz NOT NULL,
      decision text CHECK (decision IN ('in-force', 'refused', 'replaced')),
      decided_by uuid REFERENCES staff (id),
      decided_at timestamptz,
      CONSTRAINT organisation_moves_decided CHECK (num_nulls(decision, decided_by, decided_at) IN (0, 3)),
      CONSTRAINT organisation_moves_two_people CHECK (decision <> 'in-force' OR proposed_by <> decided_by)
    );
    CREATE UNIQUE INDEX organisation_moves_open ON organisation_moves (organisation_id) WHERE decision IS NULL;
    CREATE INDEX organisation_moves_waiting ON organisation_moves (proposed_at, id) WHERE decision IS NULL;
    CREATE INDEX organisations_below ON organisations (parent_id, region_code, kind);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP INDEX organisations_below; DROP TABLE organisation_moves;')
}
