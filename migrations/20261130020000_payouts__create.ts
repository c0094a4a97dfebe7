import type { Knex } from 'knex'

/** Who is to be paid, under a key for the reporter and the finance desk alone; days only, for the reporter made it. */
const claims = `
    CREATE TABLE award_claims (
      id uuid PRIMARY KEY,
      award_id uuid NOT NULL REFERENCES awards (id) ON DELETE CASCADE,
      once uuid NOT NULL UNIQUE,
      number text NOT NULL UNIQUE CHECK (number ~ '^[0-9]{12}$'),
      way text NOT NULL CHECK (way IN ('web', 'office')),
      state text NOT NULL CHECK (state IN ('made', 'checked', 'returned')),
      made_on date NOT NULL,
      -- At the office an officer types it in, and another one checks it.
      entered_by uuid REFERENCES staff (id),
      -- Whether the first payee is who the reporter said to be; none: no name was left.
      matched text NOT NULL CHECK (matched IN ('yes', 'no', 'none')),
      payees smallint NOT NULL CHECK (payees BETWEEN 1 AND 100),
      checked_by uuid REFERENCES staff (id),
      checked_at timestamptz,
      return_ground text,
      sealed_payees bytea NOT NULL,
      reporter_sealed_key bytea NOT NULL,
      desk_id uuid NOT NULL,
      desk_version integer NOT NULL,
      desk_sealed_key bytea NOT NULL,
      FOREIGN KEY (desk_id, desk_version) REFERENCES desk_keys (desk_id, version),
      CONSTRAINT award_claims_way CHECK ((way = 'office') = (entered_by IS NOT NULL)),
      CONSTRAINT award_claims_two_people CHECK (checked_by <> entered_by),
      CONSTRAINT award_claims_checked CHECK (
        (checked_by IS NULL) = (checked_at IS NULL) AND (state = 'made') = (checked_by IS NULL)),
      CONSTRAINT award_claims_returned CHECK ((state = 'returned') = (return_ground IS NOT NULL))
    );
    CREATE UNIQUE INDEX award_claims_one ON award_claims (award_id) WHERE state <> 'returned';
    CREATE INDEX award_claims_of_award ON award_claims (award_id);
    CREATE INDEX award_claims_of_desk ON award_claims (desk_id, desk_version);
    CREATE INDEX award_claims_to_check ON award_claims (desk_id, made_on, id) WHERE state = 'made';
`

const payments = `
    CREATE TABLE pay_batches (
      id uuid PRIMARY KEY,
      once uuid NOT NULL UNIQUE,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      year integer NOT NULL,
      serial integer NOT NULL,
      state text NOT NULL CHECK (state IN ('built', 'released', 'reconciled', 'dropped')),
      layout_code text NOT NULL,
      layout_place text NOT NULL,
      layout_version integer NOT NULL,
      payments integer NOT NULL CHECK (payments > 0),
      fen bigint NOT NULL CHECK (fen > 0),
      -- Of everything that the file for the bank will hold: what is released is what was looked at.
      digest bytea NOT NULL CHECK (octet_length(digest) = 32),
      built_by uuid NOT NULL REFERENCES staff (id),
      built_at timestamptz NOT NULL,
      released_by uuid REFERENCES staff (id),
      released_at timestamptz,
      ended_at timestamptz,
      UNIQUE (organisation_id, year, serial),
      CONSTRAINT pay_batches_two_people CHECK (released_by <> built_by),
      CONSTRAINT pay_batches_released CHECK (
        (released_by IS NULL) = (released_at IS NULL)
        AND (state IN ('released', 'reconciled')) = (released_by IS NOT NULL))
    );
    CREATE INDEX pay_batches_of_body ON pay_batches (organisation_id, state, built_at DESC);

    CREATE TABLE payments (
      id uuid PRIMARY KEY,
      batch_id uuid NOT NULL REFERENCES pay_batches (id),
      award_id uuid NOT NULL REFERENCES awards (id) ON DELETE CASCADE,
      claim_id uuid NOT NULL REFERENCES award_claims (id) ON DELETE CASCADE,
      payee smallint NOT NULL CHECK (payee >= 0),
      fen bigint NOT NULL CHECK (fen > 0),
      -- By which the bank names it: random, no number of a case or an award.
      reference text NOT NULL UNIQUE CHECK (reference ~ '^[0-9]{16}$'),
      state text NOT NULL CHECK (state IN ('built', 'sent', 'paid', 'failed', 'dropped', 'reversed')),
      answer_id uuid,
      answered_on date,
      sealed_reason bytea,
      reversal_asked_by uuid REFERENCES staff (id),
      reversal_ground text,
      reversed_by uuid REFERENCES staff (id),
      reversed_at timestamptz,
      CONSTRAINT payments_answered CHECK ((state IN ('paid', 'failed', 'reversed')) = (answered_on IS NOT NULL)),
      CONSTRAINT payments_reversed CHECK (
        (state = 'reversed') = (reversed_by IS NOT NULL) AND (reversed_by IS NULL) = (reversed_at IS NULL)
        AND (reversal_asked_by IS NULL) = (reversal_ground IS NULL)
        AND (reversed_by IS NULL OR reversal_asked_by IS NOT NULL)),
      CONSTRAINT payments_reversed_by_two CHECK (reversed_by <> reversal_asked_by)
    );
    -- Nobody is paid twice for one share: what failed, was dropped or came back may be paid again.
    CREATE UNIQUE INDEX payments_once ON payments (claim_id, payee) WHERE state IN ('built', 'sent', 'paid');
    CREATE INDEX payments_of_batch ON payments (batch_id, id);
    CREATE INDEX payments_of_award ON payments (award_id);
    CREATE INDEX payments_of_claim ON payments (claim_id);
    CREATE INDEX payments_exceptions ON payments (batch_id) WHERE state IN ('failed', 'reversed');

    CREATE TABLE bank_answers (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      digest bytea NOT NULL CHECK (octet_length(digest) = 32),
      rows integer NOT NULL,
      paid integer NOT NULL,
      failed integer NOT NULL,
      taken_by uuid NOT NULL REFERENCES staff (id),
      taken_at timestamptz NOT NULL,
      UNIQUE (organisation_id, digest)
    );
    ALTER TABLE payments ADD FOREIGN KEY (answer_id) REFERENCES bank_answers (id);
    CREATE INDEX payments_of_answer ON payments (answer_id) WHERE answer_id IS NOT NULL;

    -- 追回: what was paid wrongly is asked back by one and approved by another; what comes back is entered once.
    CREATE TABLE clawbacks (
      id uuid PRIMARY KEY,
      award_id uuid NOT NULL UNIQUE REFERENCES awards (id) ON DELETE CASCADE,
      ground text NOT NULL,
      asked_by uuid NOT NULL REFERENCES staff (id),
      asked_at timestamptz NOT NULL,
      approved_by uuid REFERENCES staff (id),
      approved_at timestamptz,
      received_by uuid REFERENCES staff (id),
      received_on date,
      sealed_text bytea NOT NULL,
      CONSTRAINT clawbacks_two_people CHECK (approved_by <> asked_by),
      CONSTRAINT clawbacks_order CHECK (
        (approved_by IS NULL) = (approved_at IS NULL) AND (received_by IS NULL) = (received_on IS NULL)
        AND (received_by IS NULL OR approved_by IS NOT NULL))
    );
`

/** Who proposed or reviewed an award never touches its payment; a released batch stays as it is. */
const guards = `
    CREATE FUNCTION payment_is_apart(award uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
      SELECT person IS NULL OR NOT EXISTS (
        SELECT FROM awards AS a WHERE a.id = award AND person IN (a.proposed_by, a.reviewed_by))
    $$;

    CREATE FUNCTION payment_fits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT FROM pay_batches AS b, awards AS a, award_claims AS c
        WHERE b.id = NEW.batch_id AND b.state = 'built' AND NEW.state = 'built'
          AND a.id = NEW.award_id AND a.state = 'claimed' AND a.finance_body = b.organisation_id
          AND c.id = NEW.claim_id AND c.award_id = a.id AND c.state = 'checked'
          AND payment_is_apart(a.id, b.built_by))
      THEN
        RAISE EXCEPTION 'only a checked claim goes into a batch that is being built, by somebody apart'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_fit';
      END IF;
      IF TG_OP = 'UPDATE' AND (
        (OLD.batch_id, OLD.award_id, OLD.claim_id, OLD.payee, OLD.fen, OLD.reference)
          IS DISTINCT FROM (NEW.batch_id, NEW.award_id, NEW.claim_id, NEW.payee, NEW.fen, NEW.reference)
        OR OLD.state <> NEW.state AND NOT (OLD.state, NEW.state) IN (
          ('built', 'sent'), ('built', 'dropped'), ('sent', 'paid'), ('sent', 'failed'), ('paid', 'reversed')))
      THEN
        RAISE EXCEPTION 'a payment is never edited' USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_stay';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER payments_fit BEFORE INSERT OR UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION payment_fits();

    CREATE FUNCTION pay_batch_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND NOT award_has_duty(NEW.built_by, ARRAY['payer', 'finance-approver'])
        OR NEW.released_by IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.released_by IS NULL) AND (
          NOT award_has_duty(NEW.released_by, ARRAY['payer', 'finance-approver'])
          OR EXISTS (SELECT FROM payments AS p
            WHERE p.batch_id = NEW.id AND NOT payment_is_apart(p.award_id, NEW.released_by)))
      THEN
        RAISE EXCEPTION 'a batch is built and released by two of the finance side, apart from its awards'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_batches_apart';
      END IF;
      IF TG_OP = 'UPDATE' AND (
        (OLD.payments, OLD.fen, OLD.digest, OLD.layout_code, OLD.layout_place, OLD.layout_version, OLD.built_by)
          IS DISTINCT FROM
        (NEW.payments, NEW.fen, NEW.digest, NEW.layout_code, NEW.layout_place, NEW.layout_version, NEW.built_by)
        OR OLD.released_by IS NOT NULL AND OLD.released_by IS DISTINCT FROM NEW.released_by
        OR OLD.state <> NEW.state AND NOT (OLD.state, NEW.state) IN (
          ('built', 'released'), ('built', 'dropped'), ('released', 'reconciled'), ('reconciled', 'released')))
      THEN
        RAISE EXCEPTION 'a batch stays as it was built' USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_batches_stay';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER pay_batches_keep BEFORE INSERT OR UPDATE ON pay_batches
      FOR EACH ROW EXECUTE FUNCTION pay_batch_keeps();
`

/** From whoever claims to what the bank said: one way, two people at each door, nobody twice. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(claims)
  await knex.raw(payments)
  await knex.raw(guards)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE clawbacks;
    DROP TABLE payments;
    DROP TABLE bank_answers;
    DROP TABLE pay_batches;
    DROP TABLE award_claims;
    DROP FUNCTION pay_batch_keeps(), payment_fits(), payment_is_apart(uuid, uuid);
  `)
}
