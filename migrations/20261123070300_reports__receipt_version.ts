import type { Knex } from 'knex'

/**
 * Under which version of the installation secret the code of a report was derived: whoever comes back is moved to
 * the newest, and what is left can be counted. Until now codes were derived under the oldest.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE reports ADD COLUMN receipt_version integer NOT NULL DEFAULT 1 CHECK (receipt_version > 0);
    UPDATE reports SET receipt_version = oldest FROM (SELECT min(version) AS oldest FROM installation_marks) AS m
      WHERE oldest IS NOT NULL AND oldest <> 1;
    CREATE INDEX reports_by_receipt_version ON reports (receipt_version);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER TABLE reports DROP COLUMN receipt_version')
}
