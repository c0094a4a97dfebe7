import type { Clock } from '../platform/clock'
import { openField, sealField } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { EvidenceId, StaffId } from '../vocabulary/ids'
import { insertDownload, listDownloads } from './downloads.repository'
import type { OpenCase } from './evidence'

type Deps = { readonly random: Random; readonly clock: Clock }

type Download = { readonly by: StaffId; readonly at: Date; readonly reason: string }

/** Why an original left the house. The reason may speak of the report: it is sealed like it. */
export type Downloads = {
  readonly recordDownload: (
    tx: Tx,
    actor: StaffActor,
    open: OpenCase,
    taken: { readonly id: EvidenceId; readonly reason: string },
  ) => Promise<void>
  /** Newest first. */
  readonly listDownloads: (tx: Tx, open: OpenCase, id: EvidenceId) => Promise<Download[]>
}

const place = (row: string) => ({ table: 'evidence_downloads', column: 'sealed_reason', row })

export const createDownloads = ({ random, clock }: Deps): Downloads => ({
  recordDownload: async (tx, actor, { caseKey }, { id: evidenceId, reason }) => {
    const id = random.uuid()
    await insertDownload(tx, {
      id,
      evidence_id: evidenceId,
      staff_id: actor.id,
      at: clock(),
      sealed_reason: sealField(caseKey, place(id), reason),
    })
  },

  listDownloads: async (tx, { caseKey }, evidenceId) =>
    (await listDownloads(tx, evidenceId)).map(row => ({
      by: row.staff_id,
      at: row.at,
      reason: openField(caseKey, place(row.id), row.sealed_reason).toString('utf8'),
    })),
})
