import type { Knex } from 'knex'

/**
 * Whatever is sealed to a version of a desk's key can be opened for as long as somebody holds that version: its
 * last seal goes only when nothing is left. The owner of the tables, who could drop the trigger, is not held up.
 * The indexes find what is left without reading the rest.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE INDEX case_seals_of_desk ON case_seals (recipient_id, version) WHERE recipient_kind = 'desk';
    CREATE INDEX identity_seals_of_desk ON identity_seals (recipient_id, version) WHERE recipient_kind = 'desk';

    CREATE FUNCTION desk_key_still_needed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN RETURN NULL; END IF;
      IF EXISTS (SELECT FROM desk_seals WHERE desk_id = OLD.desk_id AND version = OLD.version) THEN RETURN NULL; END IF;
      IF EXISTS (SELECT FROM case_seals
                 WHERE recipient_kind = 'desk' AND recipient_id = OLD.desk_id AND version = OLD.version)
         OR EXISTS (SELECT FROM identity_seals
                    WHERE recipient_kind = 'desk' AND recipient_id = OLD.desk_id AND version = OLD.version)
      THEN RAISE EXCEPTION 'something is sealed to this version of the key, and nobody else holds it'
        USING ERRCODE = '23514', CONSTRAINT = 'desk_seals_last_holder';
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER desk_seals_last_holder AFTER DELETE ON desk_seals
      FOR EACH ROW EXECUTE FUNCTION desk_key_still_needed();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER desk_seals_last_holder ON desk_seals;
    DROP FUNCTION desk_key_still_needed();
    DROP INDEX identity_seals_of_desk;
    DROP INDEX case_seals_of_desk;
  `)
}
