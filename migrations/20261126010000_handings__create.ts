import type { Knex } from 'knex'

/** Who of two bodies has it, decided by the body above both. */
const createDisputes = (knex: Knex) =>
  knex.raw(`
    CREATE TABLE handing_disputes (
      handing_id uuid PRIMARY KEY REFERENCES handings (id),
      above_body uuid NOT NULL REFERENCES organisations (id),
      asked_by uuid NOT NULL REFERENCES staff (id),
      asked_at timestamptz NOT NULL,
      due_on date NOT NULL,
      sealed_words bytea NOT NULL,
      decision text CHECK (decision IN ('sender', 'receiver')),
      decided_by uuid REFERENCES staff (id),
      decided_at timestamptz,
      sealed_reason bytea,
      CONSTRAINT handing_disputes_decided CHECK (
        (decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)
        AND (decision IS NULL) = (sealed_reason IS NULL)),
      CONSTRAINT handing_disputes_two_people CHECK (decided_by <> asked_by)
    );
    CREATE INDEX handing_disputes_waiting ON handing_disputes (above_body, due_on, handing_id)
      WHERE decision IS NULL;

    -- Whoever decides belongs to the body above, which is neither of the two.
    CREATE FUNCTION handing_dispute_above() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM handings AS h WHERE h.id = NEW.handing_id
                 AND NEW.above_body IN (h.from_body, h.to_body))
        OR NEW.decided_by IS NOT NULL AND NOT EXISTS (
          SELECT FROM staff AS s WHERE s.id = NEW.decided_by AND s.organisation_id = NEW.above_body)
      THEN
        RAISE EXCEPTION 'a dispute is decided by the body above' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER handing_disputes_above BEFORE INSERT OR UPDATE ON handing_disputes
      FOR EACH ROW EXECUTE FUNCTION handing_dispute_above();
  `)

/**
 * What one medical-security body hands to another, or asks of it. The words of both, of the dispute and of the answer
 * stand under a key of their own that both intake desks hold: what the sender keeps after the receipt, when the key of
 * the case is no longer theirs.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE handings (
      id uuid PRIMARY KEY,
      arrival bigserial NOT NULL,
      once uuid NOT NULL UNIQUE,
      kind text NOT NULL CHECK (kind IN ('transfer', 'assist')),
      case_id uuid NOT NULL REFERENCES cases (id),
      from_body uuid NOT NULL REFERENCES organisations (id),
      to_body uuid NOT NULL REFERENCES organisations (id),
      from_year integer NOT NULL,
      from_serial integer NOT NULL,
      to_year integer,
      to_serial integer,
      ground text NOT NULL,
      state text NOT NULL CHECK (state IN ('sent', 'disputed', 'received', 'sent-back', 'taken-back')),
      designated boolean NOT NULL DEFAULT false,
      sent_by uuid NOT NULL REFERENCES staff (id),
      sent_at timestamptz NOT NULL,
      receipt_due_on date NOT NULL,
      ended_by uuid REFERENCES staff (id),
      ended_at timestamptz,
      back_ground text,
      answer_due_on date,
      answered_by uuid REFERENCES staff (id),
      answered_at timestamptz,
      sealed_cover bytea NOT NULL,
      sealed_back bytea,
      sealed_answer bytea,
      CONSTRAINT handings_two_bodies CHECK (from_body <> to_body),
      CONSTRAINT handings_ended CHECK ((state IN ('sent', 'disputed')) = (ended_at IS NULL)),
      CONSTRAINT handings_received CHECK ((state = 'received') = (answer_due_on IS NOT NULL)),
      CONSTRAINT handings_answered CHECK (answered_at IS NULL OR state = 'received' AND sealed_answer IS NOT NULL),
      CONSTRAINT handings_designated CHECK (NOT designated OR state <> 'disputed')
    );
    -- A case lies with one body at a time.
    CREATE UNIQUE INDEX handings_one_open ON handings (case_id)
      WHERE kind = 'transfer' AND state IN ('sent', 'disputed');
    CREATE INDEX handings_of_case ON handings (case_id, arrival DESC);
    CREATE INDEX handings_to_receive ON handings (to_body, receipt_due_on, arrival)
      WHERE state IN ('sent', 'disputed');
    CREATE INDEX handings_to_answer ON handings (to_body, answer_due_on, arrival)
      WHERE state = 'received' AND answered_at IS NULL;
    CREATE INDEX handings_sent ON handings (from_body, arrival DESC);

    CREATE TABLE handing_seals (
      handing_id uuid NOT NULL REFERENCES handings (id),
      desk_id uuid NOT NULL,
      version integer NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (handing_id, desk_id),
      FOREIGN KEY (desk_id, version) REFERENCES desk_keys (desk_id, version)
    );
    CREATE INDEX handing_seals_of_desk ON handing_seals (desk_id, version);
  `)
  await createDisputes(knex)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE handing_disputes;
    DROP FUNCTION handing_dispute_above();
    DROP TABLE handing_seals;
    DROP TABLE handings;
  `)
}
