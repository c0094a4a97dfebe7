import { createHash } from 'node:crypto'
import type { Visitor } from '../accounts'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { TransferId } from '../vocabulary/ids'
import { makeArchive } from './archive'
import { metasOf } from './reading.service'
import { keepPieces, readPieces } from './sealed-transfer'
import { checkSeen, finishClock, hold, record } from './step.service'
import type { PackFile } from './transfer'
import { assertMay, readTransfer, type Held, type TransferDeps } from './transfer-room'
import { passwordFrom } from './transfer.rules'
import { deletePieces, updateTransfer } from './transfers.repository'

type Packing = { readonly otp: string; readonly seen: string; readonly archive: string }
type Packed =
  | { readonly kind: 'packed'; readonly password: string; readonly sha256: string }
  | { readonly kind: 'wrong' | 'locked' }

/** The bytes of one file as they were looked at; any other ends the archive. */
const sourceOf = (
  { db }: TransferDeps,
  { transfer, open }: Held,
  file: PackFile,
): (() => AsyncIterable<Uint8Array>) =>
  async function* () {
    const hash = createHash('sha256')
    const at = { transferId: transfer.id, fileId: file.id, key: open.key }
    for await (const piece of readPieces(db, at)) {
      hash.update(piece)
      yield piece
    }
    if (hash.digest('hex') !== file.sha256) throw refused('transfer.changed')
  }

const toPack = (deps: TransferDeps, visitor: Visitor, id: TransferId, wish: Packing) =>
  deps.db.inTransaction(async tx => {
    const held = await readTransfer(deps, tx, visitor, id)
    await assertMay(deps, tx, visitor, { held, action: 'pack' })
    await checkSeen(tx, held, wish.seen)
    if ((held.transfer.archiveId ?? '') !== wish.archive) throw refused('transfer.packed')
    return { held, files: await metasOf(tx, held) }
  })

type Archive = { readonly id: string; readonly bytes: Buffer; readonly sha256: string }

const leave = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  { id, wish, made }: { id: TransferId; wish: Packing; made: Archive },
): Promise<'right' | 'wrong' | 'locked'> => {
  const held = await hold(deps, tx, visitor, { id, action: 'pack' })
  await checkSeen(tx, held, wish.seen)
  const { archiveId, leftAt } = held.transfer
  if ((archiveId ?? '') !== wish.archive) throw refused('transfer.packed')
  const { kind } = await deps.secondFactor.check(tx, visitor.keys, wish.otp)
  if (kind !== 'right') return kind
  if (archiveId !== null) await deletePieces(tx, { transferId: id, fileId: archiveId })
  await keepPieces(tx, { transferId: id, fileId: made.id, key: held.open.key })(made.bytes)
  const now = deps.clock()
  await finishClock(deps, tx, held, { which: 'leave', on: dayOf(now) })
  await updateTransfer(tx, id, {
    ...{ state: 'left', archive_id: made.id, due_on: 'infinity' },
    ...(leftAt === null ? { left_by: visitor.actor.id, left_at: now } : {}),
  })
  await record(deps, tx, visitor, { held, deed: 'transfer.packed', ground: made.sha256 })
  return 'right'
}

/**
 * The archive is made first, in a thread of its own, of the very bytes that were looked at; what it leaves in the
 * database comes together with the second proof. The password is nowhere but in the answer.
 */
export const packing =
  (deps: TransferDeps) =>
  async (visitor: Visitor, id: TransferId, wish: Packing): Promise<Packed> => {
    const { held, files } = await toPack(deps, visitor, id, wish)
    const password = passwordFrom(deps.random.bytes(20))
    const pieces: Buffer[] = []
    const sources = files.map(file => ({ name: file.name, read: sourceOf(deps, held, file) }))
    await makeArchive({ files: sources, password, at: deps.clock() }, bytes => {
      pieces.push(bytes)
      return Promise.resolve()
    })
    const bytes = Buffer.concat(pieces)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const made = { id: deps.random.uuid(), bytes, sha256 }
    const kind = await deps.db.inTransaction(tx => leave(deps, tx, visitor, { id, wish, made }))
    return kind === 'right' ? { kind: 'packed', password, sha256 } : { kind }
  }
