import type { Knex } from 'knex'

/** Up to which arrival the open cases of a person were compared with what they declared by name. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER TABLE staff_relations ADD COLUMN compared_to bigint NOT NULL DEFAULT 0')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER TABLE staff_relations DROP COLUMN compared_to')
}
