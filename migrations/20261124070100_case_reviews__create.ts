import type { Knex } from 'knex'

const createReviews = (knex: Knex): Promise<void> =>
  knex.schema.createTable('case_reviews', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.integer('version').notNullable().checkPositive()
    // The body whose legal desk reviews: the case's own, or the nearest above that has one.
    table.uuid('organisation_id').notNullable().references('organisations.id')
    table.uuid('desk_id').notNullable().references('desks.id')
    table.text('ground').notNullable()
    table.uuid('submitted_by').notNullable().references('staff.id')
    table.timestamp('submitted_at', { useTz: true }).notNullable()
    table.date('due_on').notNullable()
    table.binary('sealed_note').notNullable()
    table.text('result').checkIn(['pass', 'changes', 'return'])
    table.uuid('reviewed_by').references('staff.id')
    table.timestamp('reviewed_at', { useTz: true })
    table.integer('changes').notNullable().defaultTo(0)
    table.binary('sealed_opinion')
    table.unique(['case_id', 'version'])
    table.check('reviewed_by <> submitted_by')
    table.check('(result IS NULL) = (reviewed_by IS NULL)')
    table.check('(result IS NULL) = (reviewed_at IS NULL)')
    table.check('(result IS NULL) = (sealed_opinion IS NULL)')
    table.check(`(result IS NOT DISTINCT FROM 'changes') = (changes > 0)`)
  })

const createAnswers = (knex: Knex): Promise<void> =>
  knex.schema.createTable('case_review_answers', table => {
    table.uuid('review_id').notNullable().references('case_reviews.id')
    table.integer('change').notNullable().checkPositive()
    table.uuid('staff_id').notNullable().references('staff.id')
    table.timestamp('answered_at', { useTz: true }).notNullable()
    table.binary('sealed_answer').notNullable()
    table.primary(['review_id', 'change'])
  })

// Whoever worked on a case never reviews it, and whoever reviewed it never works on it.
const keepApart = `
  CREATE FUNCTION case_review_apart() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.reviewed_by IS NOT NULL AND (
      EXISTS (SELECT FROM case_officers WHERE case_id = NEW.case_id AND staff_id = NEW.reviewed_by)
      OR EXISTS (SELECT FROM case_exclusions WHERE case_id = NEW.case_id AND staff_id = NEW.reviewed_by)
      OR EXISTS (SELECT FROM record_items WHERE case_id = NEW.case_id
        AND NEW.reviewed_by IN (first_officer, second_officer))
    ) THEN
      RAISE EXCEPTION 'case_reviews: reviewed by whoever works on it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER case_reviews_apart BEFORE INSERT OR UPDATE ON case_reviews
    FOR EACH ROW EXECUTE FUNCTION case_review_apart();

  CREATE FUNCTION case_officer_no_reviewer() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM case_reviews WHERE case_id = NEW.case_id AND reviewed_by = NEW.staff_id) THEN
      RAISE EXCEPTION 'case_officers: has reviewed this case' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER case_officers_no_reviewer BEFORE INSERT ON case_officers
    FOR EACH ROW EXECUTE FUNCTION case_officer_no_reviewer();

  -- An opinion is given once; what was submitted and what was said stay.
  CREATE FUNCTION case_review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.result IS NOT NULL OR (NEW.case_id, NEW.version, NEW.organisation_id, NEW.submitted_by,
      NEW.submitted_at, NEW.sealed_note) IS DISTINCT FROM (OLD.case_id, OLD.version,
      OLD.organisation_id, OLD.submitted_by, OLD.submitted_at, OLD.sealed_note)
    THEN
      RAISE EXCEPTION 'case_reviews: never edited' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER case_reviews_stay BEFORE UPDATE ON case_reviews
    FOR EACH ROW EXECUTE FUNCTION case_review_stays();`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER TABLE cases ADD COLUMN review_body uuid REFERENCES organisations (id)')
  await createReviews(knex)
  await knex.raw(`
    CREATE UNIQUE INDEX case_reviews_one ON case_reviews (case_id) WHERE result IS NULL;
    CREATE INDEX case_reviews_waiting ON case_reviews (organisation_id, due_on, id)
      WHERE result IS NULL;
    CREATE INDEX case_reviews_done ON case_reviews (organisation_id, reviewed_by, reviewed_at DESC, id DESC)
      WHERE result IS NOT NULL;
  `)
  await createAnswers(knex)
  await knex.raw(keepApart)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER case_officers_no_reviewer ON case_officers;
    DROP FUNCTION case_officer_no_reviewer();
    DROP TABLE case_review_answers;
    DROP TABLE case_reviews;
    DROP FUNCTION case_review_apart();
    DROP FUNCTION case_review_stays();
    ALTER TABLE cases DROP COLUMN review_body;
  `)
}
