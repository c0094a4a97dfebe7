import type { Knex } from 'knex'

/**
 * A search key can be a new one. Until everything is indexed under it, the earlier versions are asked too; a retired
 * one keeps its row, so that nothing is ever written under it again.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE search_keys
      ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
      ADD COLUMN retired_on date,
      DROP CONSTRAINT search_keys_organisation_id_key,
      ADD CONSTRAINT search_keys_versions UNIQUE (organisation_id, version);
    ALTER TABLE search_keys ALTER COLUMN version DROP DEFAULT;
  `)
}

/** The newest of each organisation stays; what was under an earlier one is indexed anew with the next opening. */
export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TEMPORARY TABLE earlier AS SELECT k.id FROM search_keys k WHERE EXISTS (
      SELECT 1 FROM search_keys n WHERE n.organisation_id = k.organisation_id AND n.version > k.version);
    UPDATE cases SET indexed = false WHERE id IN (
      SELECT case_id FROM search_cases WHERE key_id IN (SELECT id FROM earlier));
    DELETE FROM search_cases WHERE key_id IN (SELECT id FROM earlier);
    DELETE FROM search_seals WHERE key_id IN (SELECT id FROM earlier);
    DELETE FROM search_keys WHERE id IN (SELECT id FROM earlier);
    DROP TABLE earlier;
    ALTER TABLE search_keys
      DROP CONSTRAINT search_keys_versions,
      DROP COLUMN version,
      DROP COLUMN retired_on,
      ADD CONSTRAINT search_keys_organisation_id_key UNIQUE (organisation_id);
  `)
}
