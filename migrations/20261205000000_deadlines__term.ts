import type { Knex } from 'knex'

/** By whose text a clock is as long as it is, where the rule that names it leaves the length to another. */
const terms = `
  ALTER TABLE deadlines
    ADD COLUMN term_kind text CHECK (term_kind IN ('deadline-rule', 'reward-rule')),
    ADD COLUMN term_code text,
    ADD COLUMN term_place text,
    ADD COLUMN term_version integer,
    ADD CONSTRAINT deadlines_term CHECK (
      num_nonnulls(term_kind, term_code, term_place, term_version) IN (0, 4));

  CREATE FUNCTION deadlines_term_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (NEW.term_kind, NEW.term_code, NEW.term_place, NEW.term_version)
      IS DISTINCT FROM (OLD.term_kind, OLD.term_code, OLD.term_place, OLD.term_version)
    THEN
      RAISE EXCEPTION 'a clock keeps the text by which it runs'
        USING ERRCODE = '23514', CONSTRAINT = 'deadlines_as_started';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER deadlines_term_stays BEFORE UPDATE ON deadlines
    FOR EACH ROW EXECUTE FUNCTION deadlines_term_stays();
`

/** What the shipped rules say now, for those that are in already. */
const places = { REWARD_START_BJ: 'REWARD_START', REWARD_NOTICE_GZ: 'REWARD_NOTICE' }

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(terms)
  for (const [code, termOf] of Object.entries(places))
    await knex.raw(
      `UPDATE law_entries SET data = ?::jsonb || data WHERE kind = 'deadline-rule' AND code = ?`,
      [JSON.stringify({ termOf }), code],
    )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    UPDATE law_entries SET data = data - 'termOf' WHERE kind = 'deadline-rule';
    DROP TRIGGER deadlines_term_stays ON deadlines;
    DROP FUNCTION deadlines_term_stays();
    ALTER TABLE deadlines DROP COLUMN term_kind, DROP COLUMN term_code, DROP COLUMN term_place,
      DROP COLUMN term_version;
  `)
}
