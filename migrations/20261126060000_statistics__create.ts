import type { Knex } from 'knex'

const columns = `
  organisation_id uuid NOT NULL,
  %day% date NOT NULL,
  -- received, step, decided, clock-met, clock-late, clock-open, clock-paused, recovered, fined
  what text NOT NULL,
  -- The step, the outcome, the rule of the clock; else empty.
  code text NOT NULL,
  behaviour text NOT NULL,
  source text NOT NULL,
  number bigint NOT NULL,
  fen bigint NOT NULL`

const groups = (day: string) =>
  columns.replace('%day%', day) +
  `,
  PRIMARY KEY (organisation_id, ${day}, what, code, behaviour, source) INCLUDE (number, fen)`

/**
 * What happened, counted: rows without a case, a person or a time. Whoever writes only adds a line to
 * statistics_events and never waits for another; a job folds the lines into days and months. Each change of a clock
 * takes back what was counted of it before.
 */
const tables = `
  CREATE TABLE statistics_events (${columns.replace('%day%', 'on_day')});
  CREATE TABLE statistics_days (${groups('on_day')});
  -- Each fact four times: with category and source, with one of them, with neither ('*'). What asks for less reads less.
  CREATE TABLE statistics_months (${groups('month').replace('PRIMARY KEY (', 'PRIMARY KEY (view, ')},
    view text NOT NULL CHECK (view IN ('all', 'behaviour', 'source', 'both')));
`

/** One at a time; another one that comes meanwhile leaves it to the first. */
const folding = `
  CREATE FUNCTION statistics_fold(most integer) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    folded integer;
  BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('statistics', 0)) THEN
      RETURN 0;
    END IF;
    WITH gone AS (
      DELETE FROM statistics_events
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM statistics_events LIMIT most)) RETURNING *
    ), sums AS (
      SELECT organisation_id, on_day, what, code, behaviour, source, sum(number) AS number, sum(fen) AS fen
      FROM gone GROUP BY 1, 2, 3, 4, 5, 6
    ), days AS (
      INSERT INTO statistics_days AS old SELECT * FROM sums
      ON CONFLICT (organisation_id, on_day, what, code, behaviour, source)
        DO UPDATE SET number = old.number + excluded.number, fen = old.fen + excluded.fen
    ), months AS (
      INSERT INTO statistics_months AS old
      SELECT organisation_id, date_trunc('month', on_day)::date, what, code,
        CASE GROUPING(behaviour) WHEN 0 THEN behaviour ELSE '*' END,
        CASE GROUPING(source) WHEN 0 THEN source ELSE '*' END, sum(number), sum(fen),
        (ARRAY['both', 'behaviour', 'source', 'all'])[GROUPING(behaviour, source) + 1]
      FROM sums GROUP BY 1, 2, what, code, GROUPING SETS ((behaviour, source), (behaviour), (source), ())
      ON CONFLICT (view, organisation_id, month, what, code, behaviour, source)
        DO UPDATE SET number = old.number + excluded.number, fen = old.fen + excluded.fen
    )
    SELECT count(*) INTO folded FROM gone;
    RETURN folded;
  END $$;
`

const ofCases = `
  CREATE FUNCTION statistics_case_received() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO statistics_events
      VALUES (NEW.organisation_id, NEW.received_on, 'received', '', NEW.behaviour, NEW.source, 1, 0);
    RETURN NULL;
  END $$;
  CREATE TRIGGER statistics_received AFTER INSERT ON cases
    FOR EACH ROW EXECUTE FUNCTION statistics_case_received();

  -- Its clocks go on elsewhere, or under another heading: what is not over is counted there.
  CREATE FUNCTION statistics_case_moved() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO statistics_events
      SELECT o.organisation_id, d.due_on, CASE WHEN d.paused_on IS NULL THEN 'clock-open' ELSE 'clock-paused' END,
        d.rule_code, o.behaviour, o.source, o.number, 0
      FROM deadlines AS d, (VALUES
        (OLD.organisation_id, OLD.behaviour, OLD.source, -1), (NEW.organisation_id, NEW.behaviour, NEW.source, 1)
      ) AS o (organisation_id, behaviour, source, number)
      WHERE d.case_id = NEW.id AND d.done_on IS NULL AND isfinite(d.due_on);
    RETURN NULL;
  END $$;
  CREATE TRIGGER statistics_moved AFTER UPDATE OF organisation_id, behaviour, source ON cases
    FOR EACH ROW
    WHEN ((OLD.organisation_id, OLD.behaviour, OLD.source) IS DISTINCT FROM (NEW.organisation_id, NEW.behaviour, NEW.source))
    EXECUTE FUNCTION statistics_case_moved();
`

const ofSteps = `
  CREATE FUNCTION statistics_step() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO statistics_events
      SELECT c.organisation_id, (NEW.at AT TIME ZONE 'Asia/Shanghai')::date,
        CASE NEW.action WHEN 'decide' THEN 'decided' ELSE 'step' END,
        CASE NEW.action WHEN 'decide' THEN COALESCE(NEW.detail, '') ELSE NEW.action END, c.behaviour, c.source, 1, 0
      FROM cases AS c WHERE c.id = NEW.case_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER statistics_steps AFTER INSERT ON case_decisions
    FOR EACH ROW EXECUTE FUNCTION statistics_step();

  CREATE FUNCTION statistics_money() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO statistics_events
      SELECT NEW.organisation_id, NEW.received_on, CASE NEW.ledger WHEN 'fine' THEN 'fined' ELSE 'recovered' END,
        '', c.behaviour, c.source, sign(NEW.amount_fen), NEW.amount_fen
      FROM cases AS c WHERE c.id = NEW.case_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER statistics_money AFTER INSERT ON money_entries
    FOR EACH ROW EXECUTE FUNCTION statistics_money();
`

/** A clock stands on the day on which it is due: kept, missed, running or at rest. What was ended stays counted. */
const ofClocks = `
  CREATE FUNCTION statistics_clock_stands(clock deadlines) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
      WHEN clock.done_on <= clock.due_on THEN 'clock-met'
      WHEN clock.done_on IS NOT NULL THEN 'clock-late'
      WHEN clock.paused_on IS NULL THEN 'clock-open'
      ELSE 'clock-paused'
    END
  $$;

  CREATE FUNCTION statistics_clock() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    stood text;
    stands text;
  BEGIN
    IF TG_OP <> 'INSERT' THEN
      stood := statistics_clock_stands(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
      stands := statistics_clock_stands(NEW);
    END IF;
    IF TG_OP = 'UPDATE' AND stood = stands AND OLD.due_on = NEW.due_on
      OR TG_OP = 'DELETE' AND OLD.done_on IS NOT NULL
    THEN
      RETURN NULL;
    END IF;
    INSERT INTO statistics_events
      SELECT c.organisation_id, o.due_on, o.what, o.code, c.behaviour, c.source, o.number, 0
      FROM cases AS c, (VALUES
        (OLD.case_id, OLD.due_on, stood, OLD.rule_code, -1), (NEW.case_id, NEW.due_on, stands, NEW.rule_code, 1)
      ) AS o (case_id, due_on, what, code, number)
      WHERE c.id = o.case_id AND o.what IS NOT NULL AND isfinite(o.due_on);
    RETURN NULL;
  END $$;
  CREATE TRIGGER statistics_clocks AFTER INSERT OR UPDATE OR DELETE ON deadlines
    FOR EACH ROW EXECUTE FUNCTION statistics_clock();
`

/** What is there already. Where a case lay before is not told by its rows: it counts where it lies now. */
const past = `
  INSERT INTO statistics_events
    SELECT organisation_id, received_on, 'received', '', behaviour, source, 1, 0 FROM cases;
  INSERT INTO statistics_events
    SELECT c.organisation_id, (s.at AT TIME ZONE 'Asia/Shanghai')::date,
      CASE s.action WHEN 'decide' THEN 'decided' ELSE 'step' END,
      CASE s.action WHEN 'decide' THEN COALESCE(s.detail, '') ELSE s.action END, c.behaviour, c.source, 1, 0
    FROM case_decisions AS s JOIN cases AS c ON c.id = s.case_id;
  INSERT INTO statistics_events
    SELECT m.organisation_id, m.received_on, CASE m.ledger WHEN 'fine' THEN 'fined' ELSE 'recovered' END,
      '', c.behaviour, c.source, sign(m.amount_fen), m.amount_fen
    FROM money_entries AS m JOIN cases AS c ON c.id = m.case_id;
  INSERT INTO statistics_events
    SELECT c.organisation_id, d.due_on, statistics_clock_stands(d), d.rule_code, c.behaviour, c.source, 1, 0
    FROM deadlines AS d JOIN cases AS c ON c.id = d.case_id WHERE isfinite(d.due_on);
  SELECT statistics_fold(2147483647);
`

export const up = async (knex: Knex): Promise<void> => {
  for (const part of [tables, folding, ofCases, ofSteps, ofClocks, past]) await knex.raw(part)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER statistics_received ON cases;
    DROP TRIGGER statistics_moved ON cases;
    DROP TRIGGER statistics_steps ON case_decisions;
    DROP TRIGGER statistics_money ON money_entries;
    DROP TRIGGER statistics_clocks ON deadlines;
    DROP FUNCTION statistics_case_received(), statistics_case_moved(), statistics_step(), statistics_money(),
      statistics_clock(), statistics_clock_stands(deadlines), statistics_fold(integer);
    DROP TABLE statistics_months;
    DROP TABLE statistics_days;
    DROP TABLE statistics_events;
  `)
}
