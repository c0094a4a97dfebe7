import type { Knex } from 'knex'

/** Who does not agree says why. What was refused before has no reason, and is left as it is. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE law_drafts ADD COLUMN decided_why text;
    ALTER TABLE law_drafts ADD CONSTRAINT law_drafts_refused_why CHECK (
      (state = 'refused') = (decided_why IS NOT NULL AND btrim(decided_why) <> '')) NOT VALID;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`ALTER TABLE law_drafts DROP COLUMN decided_why`)
}
