import type { Knex } from 'knex'

const tables = `
  CREATE TABLE retention_runs (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    state text NOT NULL CHECK (state IN ('proposed', 'rejected', 'approved', 'done')),
    proposed_by uuid NOT NULL REFERENCES staff (id),
    proposed_at timestamptz NOT NULL,
    decided_by uuid REFERENCES staff (id),
    decided_at timestamptz,
    done_at timestamptz,
    size integer NOT NULL CHECK (size > 0),
    list_hash bytea NOT NULL,
    certificate_hash bytea,
    CHECK ((decided_by IS NULL) = (state = 'proposed') AND (decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((state = 'done') = (done_at IS NOT NULL) AND (done_at IS NULL) = (certificate_hash IS NULL)),
    -- Who drew the list up may take it back, never approve it.
    CONSTRAINT retention_runs_two_people CHECK (state NOT IN ('approved', 'done') OR decided_by <> proposed_by)
  );
  CREATE INDEX retention_runs_newest ON retention_runs (organisation_id, proposed_at DESC);
  CREATE INDEX retention_runs_unfinished ON retention_runs (id) WHERE state = 'approved';

  CREATE TABLE retention_items (
    run_id uuid NOT NULL REFERENCES retention_runs (id),
    position integer NOT NULL,
    case_id uuid NOT NULL,
    year integer NOT NULL,
    serial integer NOT NULL,
    outcome text NOT NULL,
    closed_on date NOT NULL,
    due_on date NOT NULL,
    term_version integer NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'erased', 'kept')),
    why text CHECK ((why IS NULL) = (state <> 'kept')),
    tries integer NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, position)
  );
  CREATE UNIQUE INDEX retention_items_one_list ON retention_items (case_id) WHERE state = 'waiting';

  -- What is left of a case: its number, when and why it went. Figures by place and kind stay possible.
  CREATE TABLE tombstones (
    case_id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    year integer NOT NULL,
    serial integer NOT NULL,
    source text NOT NULL,
    region_code text,
    target_kind text NOT NULL,
    behaviour text NOT NULL,
    outcome text NOT NULL,
    received_on date NOT NULL,
    closed_on date NOT NULL,
    erased_on date NOT NULL,
    reason text NOT NULL CHECK (reason IN ('term')),
    run_id uuid NOT NULL REFERENCES retention_runs (id),
    UNIQUE (organisation_id, year, serial)
  );

  -- Sealed bytes whose keys are gone already; a row goes when the file has.
  CREATE TABLE retention_blobs (
    blob_id uuid PRIMARY KEY,
    run_id uuid NOT NULL REFERENCES retention_runs (id)
  );
  CREATE INDEX retention_blobs_of_run ON retention_blobs (run_id);

  CREATE TABLE case_holds (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    ground text NOT NULL,
    set_by uuid NOT NULL REFERENCES staff (id),
    set_at timestamptz NOT NULL,
    lift_ground text,
    lifted_by uuid REFERENCES staff (id),
    lifted_at timestamptz,
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL) AND (lifted_by IS NULL) = (lift_ground IS NULL))
  );
  CREATE UNIQUE INDEX case_holds_one ON case_holds (case_id) WHERE lifted_at IS NULL;
  CREATE INDEX case_holds_list ON case_holds (organisation_id, set_at DESC, id) WHERE lifted_at IS NULL;
`

/**
 * What keeps two people and a hold true when somebody goes round the service: no case row goes without its
 * tombstone, and no tombstone is set but for a case on a list that a second person approved.
 */
const guards = `
  CREATE FUNCTION tombstone_needs_approval() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (
      SELECT FROM retention_items AS item JOIN retention_runs AS run ON run.id = item.run_id
      WHERE item.case_id = NEW.case_id AND item.run_id = NEW.run_id AND item.state = 'waiting'
        AND run.state = 'approved' AND run.decided_by <> run.proposed_by
    ) THEN RAISE EXCEPTION 'a case is destroyed from a list that two people agreed on' USING ERRCODE = '23514';
    END IF;
    IF NOT EXISTS (
      SELECT FROM cases WHERE id = NEW.case_id AND NOT is_open AND NOT held AND closed_on IS NOT NULL
    ) OR EXISTS (SELECT FROM deadlines WHERE case_id = NEW.case_id AND done_on IS NULL)
      OR EXISTS (SELECT FROM case_holds WHERE case_id = NEW.case_id AND lifted_at IS NULL)
    THEN RAISE EXCEPTION 'this case is open, held, or has a clock running' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER tombstones_approved BEFORE INSERT ON tombstones
    FOR EACH ROW EXECUTE FUNCTION tombstone_needs_approval();

  CREATE FUNCTION case_leaves_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM tombstones WHERE case_id = OLD.id)
    THEN RAISE EXCEPTION 'a case goes by retention only' USING ERRCODE = '23514';
    END IF;
    RETURN OLD;
  END $$;
  CREATE TRIGGER cases_by_retention BEFORE DELETE ON cases
    FOR EACH ROW EXECUTE FUNCTION case_leaves_tombstone();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await knex.raw(guards)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER cases_by_retention ON cases;
    DROP FUNCTION case_leaves_tombstone();
    DROP TABLE case_holds, retention_blobs, tombstones, retention_items, retention_runs;
    DROP FUNCTION tombstone_needs_approval();
  `)
}
