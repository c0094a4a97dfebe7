import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { AwardId, ClaimId, DeskId, OrganisationId, StaffId } from '../vocabulary/ids'
import { claimStates, matchAnswers, type Claim, type ClaimState } from './claim'

const id = <Id extends string>() => z.string().transform(text => text as Id)
const sealed = z.instanceof(Buffer)

const Row = z.object({
  id: id<ClaimId>(),
  award_id: id<AwardId>(),
  once: z.string(),
  number: z.string(),
  way: z.enum(['web', 'office']),
  state: z.enum(claimStates),
  made_on: z.string().transform(asDay),
  entered_by: id<StaffId>().nullable(),
  matched: z.enum(matchAnswers),
  payees: z.number(),
  fen: z.union([z.number(), z.string()]).transform(BigInt).nullable(),
  without_word: z.boolean().default(false),
  checked_by: id<StaffId>().nullable(),
  checked_at: z.date().nullable(),
  return_ground: z.string().nullable(),
  sealed_payees: sealed,
  sealed_confirmation: sealed.nullable(),
  reporter_sealed_key: sealed,
  desk_id: id<DeskId>(),
  desk_version: z.number(),
  desk_sealed_key: sealed,
})
type ClaimRow = z.output<typeof Row>

/** Opened by nobody yet. */
export type SealedClaim = Claim & {
  readonly once: string
  readonly deskVersion: number
  readonly sealedPayees: Buffer
  readonly sealedConfirmation: Buffer | null
  readonly reporterSealedKey: Buffer
  readonly deskSealedKey: Buffer
}

export const toClaim = (row: unknown): SealedClaim => {
  const read = Row.parse(row)
  return {
    ...{ id: read.id, awardId: read.award_id, once: read.once, number: read.number },
    ...{ way: read.way, state: read.state, madeOn: read.made_on, enteredBy: read.entered_by },
    ...{ matched: read.matched, payees: read.payees, fen: read.fen },
    withoutWord: read.without_word,
    sealedConfirmation: read.sealed_confirmation,
    ...{ checkedBy: read.checked_by, checkedAt: read.checked_at },
    ...{ returnGround: read.return_ground, deskId: read.desk_id, deskVersion: read.desk_version },
    ...{ sealedPayees: read.sealed_payees, reporterSealedKey: read.reporter_sealed_key },
    deskSealedKey: read.desk_sealed_key,
  }
}

const toClaims = (rows: unknown): SealedClaim[] => z.array(z.unknown()).parse(rows).map(toClaim)

type AtCheck = 'state' | 'checked_by' | 'checked_at' | 'return_ground' | 'sealed_confirmation'
type NewRow = Omit<z.input<typeof Row>, AtCheck>

/** false: the form was sent before. */
export const insertClaim = async (tx: Tx, row: NewRow): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('award_claims')
    .insert({ ...row, state: 'made' })
    .onConflict('once')
    .ignore()
    .returning('id')
  return made.length > 0
}

const findBy = async (
  tx: Tx,
  which: Readonly<Record<string, string>>,
): Promise<SealedClaim | undefined> => {
  const row: unknown = await sql(tx)('award_claims').where(which).first()
  return row === undefined ? undefined : toClaim(row)
}

export const findClaim = (tx: Tx, claimId: ClaimId) => findBy(tx, { id: claimId })
export const findClaimOnce = (tx: Tx, once: string) => findBy(tx, { once })

/** Held until the transaction ends. */
export const lockClaim = async (tx: Tx, claimId: ClaimId): Promise<SealedClaim | undefined> => {
  const row: unknown = await sql(tx)('award_claims').where({ id: claimId }).forUpdate().first()
  return row === undefined ? undefined : toClaim(row)
}

/** The living one first, then those that were returned, the newest first: by day and look, no time of a claim is kept. */
export const listClaimsOf = async (tx: Tx, awardId: AwardId): Promise<SealedClaim[]> =>
  toClaims(
    await sql(tx)('award_claims')
      .where({ award_id: awardId })
      .orderByRaw(`state = 'returned', made_on DESC, checked_at DESC NULLS FIRST, id DESC`),
  )

type Question = {
  readonly body: OrganisationId
  readonly state: ClaimState
  /** Those that have no live payment for all their shares yet. */
  readonly unpaid?: boolean
  readonly after?: { readonly madeOn: string; readonly id: string } | undefined
  readonly limit: number
}

/** Of awards that the body pays and that are claimed, oldest first. */
export const listClaims = async (
  tx: Tx,
  { body, state, unpaid, after, limit }: Question,
): Promise<SealedClaim[]> => {
  const query = sql(tx)('award_claims as c')
    .join('awards as a', 'a.id', 'c.award_id')
    .where({ 'a.finance_body': body, 'a.state': 'claimed', 'c.state': state })
    .orderBy(['c.made_on', 'c.id'])
    .limit(limit)
    .select('c.*')
  if (after !== undefined)
    void query.whereRaw('(c.made_on, c.id) > (?::date, ?::uuid)', [after.madeOn, after.id])
  if (unpaid === true)
    void query.whereRaw(
      `c.payees > (SELECT count(*) FROM payments AS p
         WHERE p.claim_id = c.id AND p.state IN ('built', 'sent', 'paid'))`,
    )
  return toClaims(await query)
}

const Count = z.object({ count: z.coerce.number() })

type Waiting = { readonly body: OrganisationId; readonly by: StaffId; readonly cap: number }

/** Made, and to be checked by somebody like this person: neither theirs, nor of an award that passed through their hands. */
export const countToCheck = async (tx: Tx, { body, by, cap }: Waiting): Promise<number> => {
  const some = sql(tx)('award_claims as c')
    .join('awards as a', 'a.id', 'c.award_id')
    .where({ 'a.finance_body': body, 'a.state': 'claimed', 'c.state': 'made' })
    .whereRaw('? NOT IN (a.proposed_by, a.reviewed_by)', [by])
    .whereRaw('c.entered_by IS DISTINCT FROM ?::uuid', [by])
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*) AS count'))
  return Count.parse(row).count
}

type Change = Partial<Pick<ClaimRow, AtCheck>>

export const updateClaim = async (tx: Tx, claimId: ClaimId, change: Change): Promise<void> => {
  await sql(tx)('award_claims').where({ id: claimId }).update(change)
}

const LivePayment = z.object({ exists: z.boolean() })

/** Money is on its way. */
export const hasLivePayment = async (tx: Tx, claimId: ClaimId): Promise<boolean> => {
  const found: unknown = await sql(tx).raw(
    `SELECT EXISTS (SELECT FROM payments
       WHERE claim_id = ? AND state IN ('built', 'sent')) AS exists`,
    [claimId],
  )
  return z.object({ rows: z.tuple([LivePayment]) }).parse(found).rows[0].exists
}

/** Checked ones of these awards of which every share has arrived are over. */
export const endPaidClaims = async (tx: Tx, awardIds: readonly AwardId[]): Promise<void> => {
  await sql(tx)('award_claims as c')
    .whereIn('award_id', [...awardIds])
    .where({ state: 'checked' })
    .whereRaw(
      `payees = (SELECT count(*) FROM payments AS p WHERE p.claim_id = c.id AND p.state = 'paid')`,
    )
    .update({ state: 'paid' })
}

const Id = z.object({ id: z.string().transform(text => text as AwardId) })

/** Of these awards the ones that are claimed by nobody who still waits for money. */
export const listUnclaimed = async (tx: Tx, awardIds: readonly AwardId[]): Promise<AwardId[]> => {
  const rows: unknown[] = await sql(tx)('awards as a')
    .whereIn('a.id', [...awardIds])
    .where({ 'a.state': 'claimed' })
    .whereRaw(
      `NOT EXISTS (SELECT FROM award_claims AS c
         WHERE c.award_id = a.id AND c.state IN ('made', 'checked'))`,
    )
    .orderBy('a.id')
    .select('a.id')
  return rows.map(row => Id.parse(row).id)
}

const Sum = z.object({ sum: z.coerce.bigint() })

/** What has arrived of an award. */
export const sumPaid = async (tx: Tx, awardId: AwardId): Promise<bigint> => {
  const row: unknown = await sql(tx)('payments')
    .where({ award_id: awardId, state: 'paid' })
    .first(sql(tx).raw('coalesce(sum(fen), 0)::text AS sum'))
  return Sum.parse(row).sum
}

/** Of awards that the body pays, claimed and checked; held until the transaction ends. */
export const holdClaims = async (
  tx: Tx,
  body: OrganisationId,
  ids: readonly ClaimId[],
): Promise<SealedClaim[]> =>
  toClaims(
    await sql(tx)('award_claims as c')
      .join('awards as a', 'a.id', 'c.award_id')
      .where({ 'a.finance_body': body, 'a.state': 'claimed', 'c.state': 'checked' })
      .whereIn('c.id', [...ids])
      .orderBy('c.id')
      // Not the awards as well: whoever checks a claim holds its award first.
      .forUpdate('c')
      .select('c.*'),
  )

export const listClaimsAmong = async (tx: Tx, ids: readonly ClaimId[]): Promise<SealedClaim[]> =>
  toClaims(
    await sql(tx)('award_claims')
      .whereIn('id', [...ids])
      .orderBy('id'),
  )
