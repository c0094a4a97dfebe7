import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { codeOf, refused } from '../platform/errors'
import type { CaseId, DrawId, OrganisationId, StaffId } from '../vocabulary/ids'
import { drawLabel, type Deed, type Draw } from './draw'
import { InputsShape, ResultShape } from './record'

const staffId = z.string().transform(id => id as StaffId)
const jsonIn = <S extends z.ZodType>(shape: S) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape)

const Row = z.object({
  id: z.string().transform(id => id as DrawId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  year: z.number(),
  serial: z.number(),
  inputs: jsonIn(InputsShape),
  commitment: z.instanceof(Buffer),
  made_by: staffId,
  made_at: z.date(),
  word: z.string().nullable(),
  word_by: staffId.nullable(),
  word_at: z.date().nullable(),
  seed: z.instanceof(Buffer).nullable(),
  result: jsonIn(ResultShape).nullable(),
  drawn_by: staffId.nullable(),
  drawn_at: z.date().nullable(),
  abandoned_by: staffId.nullable(),
  abandoned_at: z.date().nullable(),
  abandon_ground: z.string().nullable(),
})
type Row = z.output<typeof Row>

const deedOf = (by: StaffId | null, at: Date | null): Deed | undefined =>
  by === null || at === null ? undefined : { by, at }

const withDeed = <T extends object>(deed: Deed | undefined, rest: T): (Deed & T) | undefined =>
  deed === undefined ? undefined : { ...deed, ...rest }

const toDraw = (raw: unknown): Draw => {
  const row: Row = Row.parse(raw)
  return {
    ...{ id: row.id, organisationId: row.organisation_id, year: row.year, serial: row.serial },
    label: drawLabel(row.year, row.serial),
    inputs: row.inputs,
    commitment: row.commitment.toString('hex'),
    made: { by: row.made_by, at: row.made_at },
    word: withDeed(deedOf(row.word_by, row.word_at), { text: row.word ?? '' }),
    seed: row.seed?.toString('hex'),
    drawn: withDeed(deedOf(row.drawn_by, row.drawn_at), { result: row.result ?? [] }),
    abandoned: withDeed(deedOf(row.abandoned_by, row.abandoned_at), {
      ground: row.abandon_ground ?? '',
    }),
  }
}

const columns = Object.keys(Row.shape).map(name => `draws.${name}`)

type New = {
  readonly id: DrawId
  readonly organisation_id: OrganisationId
  readonly year: number
  readonly serial: number
  readonly once: string
  readonly inputs: string
  readonly commitment: Buffer
  readonly sealed_seed: Buffer
  readonly made_by: StaffId
  readonly made_at: Date
}

export const insertDraw = async (tx: Tx, row: New, cases: readonly CaseId[]): Promise<void> => {
  await sql(tx)('draws').insert(row)
  await sql(tx)('draw_cases').insert(
    cases.map((case_id, position) => ({ draw_id: row.id, position, case_id })),
  )
}

/** The draw that this form has made before. */
export const findByForm = async (
  tx: Tx,
  madeBy: StaffId,
  once: string,
): Promise<DrawId | undefined> => {
  const row: unknown = await sql(tx)('draws').where({ made_by: madeBy, once }).first('id')
  return row === undefined ? undefined : Row.pick({ id: true }).parse(row).id
}

type Viewed = { readonly organisationId: OrganisationId; readonly viewer: StaffId }

/** None with a case from which the viewer is excluded. */
const knownTo = (tx: Tx, { organisationId, viewer }: Viewed) =>
  sql(tx)('draws')
    .where('draws.organisation_id', organisationId)
    .whereRaw(
      `NOT EXISTS (SELECT 1 FROM draw_cases AS d JOIN case_exclusions AS x ON x.case_id = d.case_id
        WHERE d.draw_id = draws.id AND x.staff_id = ?)`,
      [viewer],
    )

export const findDraw = async (tx: Tx, viewed: Viewed, id: DrawId): Promise<Draw | undefined> => {
  const row: unknown = await knownTo(tx, viewed).where('draws.id', id).first(columns)
  return row === undefined ? undefined : toDraw(row)
}

const Held = z.object({ sealed_seed: z.instanceof(Buffer) })

/** The draw, held until the transaction ends, with its seed as it was sealed; undefined when it is over. */
export const holdSealedSeed = async (tx: Tx, id: DrawId): Promise<Buffer | undefined> => {
  const row: unknown = await sql(tx)('draws')
    .where({ id })
    .whereNull('seed')
    .forUpdate()
    .first('sealed_seed')
  return row === undefined ? undefined : Held.parse(row).sealed_seed
}

export type Place = { readonly year: number; readonly serial: number }

/** Newest first, one page by keyset. */
export const listDraws = async (
  tx: Tx,
  viewed: Viewed,
  { before, limit }: { readonly before: Place | undefined; readonly limit: number },
): Promise<Draw[]> => {
  const query = knownTo(tx, viewed)
  if (before !== undefined)
    void query.whereRaw('(year, serial) < (?, ?)', [before.year, before.serial])
  const rows: unknown[] = await query
    .orderBy([
      { column: 'year', order: 'desc' },
      { column: 'serial', order: 'desc' },
    ])
    .limit(limit)
    .select(columns)
  return rows.map(toDraw)
}

const Count = z.object({ count: z.number() })

/** Draws of others that wait for a witness's word. */
export const countWaiting = async (tx: Tx, viewed: Viewed, cap: number): Promise<number> => {
  const some = knownTo(tx, viewed)
    .whereNull('seed')
    .whereNull('word')
    .whereNot('made_by', viewed.viewer)
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*)::int'))
  return Count.parse(row).count
}

/** In the order of the draw; null for one that was erased since. */
export const casesOf = async (tx: Tx, id: DrawId): Promise<(CaseId | null)[]> =>
  sql(tx)('draw_cases')
    .where({ draw_id: id })
    .orderBy('position')
    .pluck<(CaseId | null)[]>('case_id')

type Change = Partial<{
  word: string
  word_by: StaffId
  word_at: Date
  seed: Buffer
  sealed_seed: null
  result: string
  drawn_by: StaffId
  drawn_at: Date
  abandoned_by: StaffId
  abandoned_at: Date
  abandon_ground: string
}>

const CHECK = '23514'

/** @throws refused('draw.own-word'), refused('draw.over') by what the database says */
export const updateDraw = async (tx: Tx, id: DrawId, change: Change): Promise<void> => {
  try {
    await sql(tx)('draws').where({ id }).update(change)
  } catch (error) {
    if (codeOf(error) !== CHECK) throw error
    throw refused(change.word === undefined ? 'draw.over' : 'draw.own-word')
  }
}

/** The record of a draw stays, by numbers; which case it was goes with the case. */
export const eraseDraws = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('draw_cases').where({ case_id: caseId }).update({ case_id: null })
}
