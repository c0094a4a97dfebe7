import type { Clock } from '../clock'
import {
  createKeyPair,
  openSealedKey,
  sealKeyTo,
  vouchedPublicKeys,
  type Installation,
  type SealPlace,
  type SymmetricKey,
} from '../crypto'
import type { Tx } from '../db/transaction'
import type { Random } from '../random'
import {
  announceKey,
  dropOldTickets,
  dropSilentKeys,
  dropTickets,
  findTicket,
  hasTicketAmong,
  liveKeys,
  putTickets,
  type WorkerKey,
} from './tickets.repository'

/**
 * How a job gets at content: a session that holds the key of one file seals just that to the workers that live. A
 * worker's own key lives in its memory and dies with it; a job without a ticket waits for the next session.
 */
export type Tickets = {
  /** This process runs jobs: others may seal to it. Again and again, to show that it lives. */
  readonly announce: (tx: Tx) => Promise<void>
  /** False: no worker lives that could use it. */
  readonly give: (tx: Tx, job: string, key: SymmetricKey) => Promise<boolean>
  /** Whether some living worker can open one. */
  readonly isOpen: (tx: Tx, job: string) => Promise<boolean>
  readonly open: (tx: Tx, job: string) => Promise<SymmetricKey | undefined>
  readonly drop: (tx: Tx, job: string) => Promise<void>
  readonly sweep: (tx: Tx) => Promise<void>
}

type Deps = {
  readonly installation: Pick<Installation, 'macPublicKey' | 'checkPublicKey'>
  readonly random: Random
  readonly clock: Clock
}

const MINUTE = 60_000
/** Announced every few minutes; a ticket itself is good for a day. */
export const ANNOUNCE_MS = 5 * MINUTE
const SILENT_MS = 4 * ANNOUNCE_MS
const TICKET_MS = 24 * 60 * MINUTE

const ownerOf = (worker: string): string => `worker:${worker}`

const placeOf = (job: string, worker: string): SealPlace => ({
  ...{ table: 'job_tickets', column: 'sealed', row: job },
  ...{ recipient: ownerOf(worker), version: 1 },
})

export const createTickets = ({ installation, random, clock }: Deps): Tickets => {
  const id = random.uuid()
  const pair = createKeyPair()
  const mac = installation.macPublicKey(pair.publicKey, ownerOf(id))
  const since = (ms: number): Date => new Date(clock().getTime() - ms)

  const vouched = (key: WorkerKey): WorkerKey => {
    installation.checkPublicKey(key.public_key, ownerOf(key.id), key.public_key_mac)
    return key
  }
  return {
    announce: tx =>
      announceKey(tx, { id, public_key: pair.publicKey, public_key_mac: mac }, clock()),
    give: async (tx, job, key) => {
      const workers = (await liveKeys(tx, since(SILENT_MS))).map(vouched)
      if (workers.length === 0) return false
      await putTickets(
        tx,
        workers.map(worker => ({
          ...{ job, worker_id: worker.id, made_at: clock() },
          sealed: sealKeyTo(worker.public_key, placeOf(job, worker.id), key),
        })),
      )
      return true
    },
    isOpen: async (tx, job) => {
      const workers = await liveKeys(tx, since(SILENT_MS))
      return hasTicketAmong(
        tx,
        job,
        workers.map(worker => worker.id),
      )
    },
    open: async (tx, job) => {
      const sealed = await findTicket(tx, job, id, since(TICKET_MS))
      return sealed === undefined
        ? undefined
        : (openSealedKey(pair, placeOf(job, id), sealed) as SymmetricKey)
    },
    drop: dropTickets,
    sweep: async tx => {
      await dropOldTickets(tx, since(TICKET_MS))
      await dropSilentKeys(tx, since(TICKET_MS))
    },
  }
}

export const vouchedWorkers = vouchedPublicKeys({
  ...{ name: '后台程序的公钥', table: 'worker_keys', keys: ['id'] },
  ownerOf: row => ownerOf(String(row['id'])),
})
