import type { Case, Cases } from '../cases'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { countWaiting, listWaiting, type WaitingExtension } from './waiting-extensions.repository'

export type ExtensionBoard = {
  readonly rows: readonly (WaitingExtension & { readonly found: Case })[]
  /** Where the next page begins. */
  readonly next: number | undefined
}

export type ExtensionsBoard = {
  /** What waits for a second person in the actor's body, oldest first; no words of it. */
  readonly board: (
    tx: Tx,
    actor: StaffActor,
    wish: { readonly after?: number | undefined; readonly limit: number },
  ) => Promise<ExtensionBoard>
  /** How many of them the actor can answer; counting stops at `cap`. */
  readonly countWaiting: (tx: Tx, actor: StaffActor, cap: number) => Promise<number>
}

const scopeOf = ({ organisationId, id: viewer }: StaffActor) => ({ organisationId, viewer })

export const createExtensionsBoard = (cases: Pick<Cases, 'visibleAmong'>): ExtensionsBoard => ({
  board: async (tx, actor, { after, limit }) => {
    const waiting = await listWaiting(tx, scopeOf(actor), { after, limit: limit + 1 })
    const page = waiting.slice(0, limit)
    const ids = [...new Set(page.map(({ caseId }) => caseId))]
    const byId = new Map((await cases.visibleAmong(tx, actor, ids)).map(one => [one.id, one]))
    const rows = page.flatMap(one => {
      const found = byId.get(one.caseId)
      return found === undefined ? [] : [{ ...one, found }]
    })
    return { rows, next: waiting.length > limit ? page.at(-1)?.position : undefined }
  },
  countWaiting: (tx, actor, cap) => countWaiting(tx, scopeOf(actor), cap),
})
