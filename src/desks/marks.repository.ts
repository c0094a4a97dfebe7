import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { DeskId } from '../vocabulary/ids'

const MarkRow = z.object({
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

/** Of versions later than this one. */
export const listLaterMarks = async (tx: Tx, deskId: DeskId, version: number): Promise<Mark[]> => {
  const rows: unknown[] = await sql(tx)('desk_key_marks')
    .where({ desk_id: deskId })
    .where('version', '>', version)
    .limit(100)
  return rows.map(row => {
    const { public_key: publicKey, proof: mac, version: later } = MarkRow.parse(row)
    return { deskId, version: later, publicKey, mac }
  })
}
