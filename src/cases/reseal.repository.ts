import { z } from 'zod'
import type { DeskBelow } from '../desks'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, DeskId } from '../vocabulary/ids'

const Count = z.object({ rows: z.tuple([z.object({ count: z.number() })]) })

const below = `recipient_kind = 'desk' AND recipient_id = ? AND version < ?`

export const countSealsBelow = async (
  tx: Tx,
  { deskId, below: version }: DeskBelow,
  cap: number,
): Promise<number> => {
  const found: unknown = await sql(tx).raw(
    `SELECT count(*)::int FROM (SELECT FROM case_seals WHERE ${below} LIMIT ?) AS found`,
    [deskId, version, cap],
  )
  return Count.parse(found).rows[0].count
}

const Row = z.object({
  case_id: z.string().transform(id => id as CaseId),
  version: z.number(),
  sealed: z.instanceof(Buffer),
})
export type OldSeal = z.output<typeof Row>

type Wanted = DeskBelow & {
  readonly skip: readonly string[]
  readonly limit: number
  readonly onlyOpen: boolean
}

/** Those that no colleague is at in the same moment. */
export const takeSealsBelow = async (tx: Tx, wanted: Wanted): Promise<OldSeal[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT s.case_id, s.version, s.sealed FROM case_seals AS s
     ${wanted.onlyOpen ? 'JOIN cases AS c ON c.id = s.case_id AND c.is_open' : ''}
     WHERE s.recipient_kind = 'desk' AND s.recipient_id = ? AND s.version < ?
       AND NOT s.case_id = ANY(?::uuid[])
     LIMIT ? FOR UPDATE OF s SKIP LOCKED`,
    [wanted.deskId, wanted.below, [...wanted.skip], wanted.limit],
  )
  return z.object({ rows: z.array(Row) }).parse(found).rows
}

export const deleteSealsBelow = async (
  tx: Tx,
  { deskId, below: version }: { readonly deskId: DeskId; readonly below: number },
  caseIds: readonly CaseId[],
): Promise<void> => {
  await sql(tx)('case_seals')
    .where({ recipient_kind: 'desk', recipient_id: deskId })
    .where('version', '<', version)
    .whereIn('case_id', caseIds)
    .delete()
}
