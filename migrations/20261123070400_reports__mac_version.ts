import type { Knex } from 'knex'

/** After a rotation of the installation secret: what is left is found and counted without reading the reports. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(
    'CREATE INDEX reports_by_mac_version ON reports ((substring(public_key_mac from 1 for 2)))',
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP INDEX reports_by_mac_version')
}
