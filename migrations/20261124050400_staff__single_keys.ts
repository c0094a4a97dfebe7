import type { Knex } from 'knex'

/** Single keys can be switched off, wherever the person sits (WCAG 2.1.4): a setting of theirs, not of a browser. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER TABLE staff ADD COLUMN single_keys boolean NOT NULL DEFAULT true')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER TABLE staff DROP COLUMN single_keys')
}
