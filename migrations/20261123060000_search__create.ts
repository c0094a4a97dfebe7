import type { Knex } from 'knex'

/**
 * The index over sealed text. `tokens` are keyed hashes of pairs of characters (and the bucket of the arrival, a
 * number below zero): without the organisation's search key they say nothing but how often something repeats.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE search_keys (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL UNIQUE REFERENCES organisations (id),
      made_on date NOT NULL
    );
    CREATE TABLE search_seals (
      key_id uuid NOT NULL REFERENCES search_keys (id),
      recipient_kind text NOT NULL CHECK (recipient_kind IN ('desk', 'staff')),
      recipient_id uuid NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      sealed bytea NOT NULL,
      sealed_mac bytea NOT NULL,
      PRIMARY KEY (key_id, recipient_kind, recipient_id, version)
    );
    CREATE TABLE search_cases (
      case_id uuid PRIMARY KEY REFERENCES cases (id),
      key_id uuid NOT NULL REFERENCES search_keys (id),
      arrival bigint NOT NULL,
      -- Cases about the same target share it; null when the report names nobody.
      target bytea,
      -- What has been indexed, by hashes under the case's own key.
      marks bigint[] NOT NULL,
      -- Of the first report's text; empty when it is too short to be compared.
      print bigint[] NOT NULL,
      tokens bigint[] NOT NULL
    );
    CREATE INDEX search_cases_by_arrival ON search_cases (key_id, arrival);
    CREATE INDEX search_cases_by_target ON search_cases (target, arrival) WHERE target IS NOT NULL;
    CREATE INDEX search_cases_tokens ON search_cases USING gin (tokens) WITH (fastupdate = off);
    -- Nothing is known of single tokens, so every question goes by the index; and no list of the commonest
    -- ones lies about in the statistics.
    ALTER TABLE search_cases ALTER tokens SET STATISTICS 0, ALTER marks SET STATISTICS 0,
      ALTER print SET STATISTICS 0;
    CREATE TABLE search_pairs (
      case_id uuid NOT NULL REFERENCES cases (id),
      other_id uuid NOT NULL REFERENCES cases (id),
      percent smallint NOT NULL CHECK (percent BETWEEN 1 AND 100),
      PRIMARY KEY (case_id, other_id),
      CHECK (case_id <> other_id)
    );
    CREATE INDEX search_pairs_other ON search_pairs (other_id);
    ALTER TABLE cases ADD COLUMN indexed boolean NOT NULL DEFAULT false;
    CREATE INDEX cases_unindexed ON cases (organisation_id) WHERE NOT indexed;
    CREATE INDEX cases_by_institution ON cases (organisation_id, institution_id, arrival)
      WHERE institution_id IS NOT NULL;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP INDEX cases_by_institution;
    ALTER TABLE cases DROP COLUMN indexed;
    DROP TABLE search_pairs;
    DROP TABLE search_cases;
    DROP TABLE search_seals;
    DROP TABLE search_keys;
  `)
}
