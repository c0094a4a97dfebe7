import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { DeskId } from '../vocabulary/ids'

const MarkRow = z.object({
  desk_id: z.string().transform(id => id as DeskId),
  version: z.number(),
  public_key: z.instanceof(Buffer),
  proof: z.instanceof(Buffer),
})

type Mark = {
  readonly deskId: DeskId
  readonly version: number
  readonly publicKey: Buffer
  /** What the installation says of this key, as in desk_keys when it was made. */
  readonly mac: Buffer
}

export const insertMark = async (tx: Tx, mark: Mark): Promise<void> => {
  await sql(tx)('desk_key_marks').insert({
    desk_id: mark.deskId,
    version: mark.version,
    public_key: mark.publicKey,
    proof: mark.mac,
  })
}

const Marks = z.object({ rows: z.array(MarkRow) })

/** Of versions later than these, a hundred of each desk at most. */
export const listLaterMarks = async (
  tx: Tx,
  keys: readonly { readonly deskId: DeskId; readonly version: number }[],
): Promise<Mark[]> => {
  const answer: unknown = await sql(tx).raw(
    `SELECT m.* FROM unnest(?::uuid[], ?::int[]) AS k (desk_id, version)
     CROSS JOIN LATERAL (
       SELECT * FROM desk_key_marks WHERE desk_id = k.desk_id AND version > k.version LIMIT 100
     ) m`,
    [keys.map(({ deskId }) => deskId), keys.map(({ version }) => version)],
  )
  return Marks.parse(answer).rows.map(({ desk_id: deskId, public_key, proof: mac, version }) => ({
    deskId,
    version,
    publicKey: public_key,
    mac,
  }))
}
