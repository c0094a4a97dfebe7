import type { Evidence } from '../evidence'
import { addDays, dayOf, type Clock, type Day } from '../platform/clock'
import { newSymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { DerivedResume } from '../receipts'
import type { CaseId, DraftId } from '../vocabulary/ids'
import type { Answers } from '../vocabulary/report-answers'
import type { DraftChange, DraftHold, OpenDraft } from './draft'
import { changeOf, keyUnder, newRow, openDraft, sealCode } from './draft-seals'
import {
  deleteDraft,
  findDraft,
  findDraftByCode,
  holdVersion,
  insertDraft,
  listExpiredDrafts,
  updateDraft,
  updateSame,
} from './drafts.repository'
import type { FreshCode } from './resume-code.service'

type Deps = { readonly random: Random; readonly clock: Clock; readonly evidence: Evidence }

export type Drafts = {
  /** Makes case key and identity key here and now, so that nothing is ever written under another one. */
  readonly start: (
    tx: Tx,
    days: number,
    answers: Answers,
  ) => Promise<{ readonly hold: DraftHold; readonly caseId: CaseId }>
  /** undefined when it was sent, thrown away, or is too old */
  readonly find: (tx: Tx, hold: DraftHold) => Promise<OpenDraft | undefined>
  /** As find, and keeps the row until the transaction ends. */
  readonly hold: (tx: Tx, hold: DraftHold) => Promise<OpenDraft | undefined>
  /** The same for one that was found before: opened anew only if it was written since. */
  readonly holdFound: (tx: Tx, found: OpenDraft) => Promise<OpenDraft | undefined>
  /**
   * Once for each reading: a draft that was saved is another one.
   * @returns false when it was changed since it was read, which cannot be while it is held
   */
  readonly save: (tx: Tx, draft: OpenDraft, change: DraftChange) => Promise<boolean>
  /**
   * Put aside for so many days from today. The first time it gets its code, and it keeps that one: what was
   * written down on paper stays true. The caller holds the draft.
   */
  readonly keep: (
    tx: Tx,
    draft: OpenDraft,
    days: number,
    fresh: FreshCode | undefined,
  ) => Promise<void>
  /** By its code, for so many days more. Undefined when there is none, or it was sent, or is too old. */
  readonly resume: (
    tx: Tx,
    derived: readonly DerivedResume[],
    days: number,
  ) => Promise<{ readonly hold: DraftHold; readonly answers: Answers } | undefined>
  readonly remove: (tx: Tx, id: DraftId) => Promise<void>
  /** Deletes what is past its day, the keys of its files included; how many. */
  readonly sweep: (tx: Tx) => Promise<number>
}

const resuming =
  (today: () => Day): Drafts['resume'] =>
  async (tx, derived, days) => {
    const lookups = derived.map(({ lookup }) => lookup)
    const row = await findDraftByCode(tx, lookups, today())
    const key = row && keyUnder(row, derived)
    if (row === undefined || key === undefined) return undefined
    const { id } = row
    const hold = { id, key }
    await updateDraft(tx, id, { expires_on: addDays(today(), days) })
    return { hold, answers: openDraft(hold, row).answers }
  }

export const createDrafts = ({ random, clock, evidence }: Deps): Drafts => {
  const today = () => dayOf(clock())
  const look = async (tx: Tx, held: DraftHold, hold: boolean) => {
    const row = await findDraft(tx, held.id, { today: today(), hold })
    return row === undefined ? undefined : openDraft(held, row)
  }
  return {
    start: async (tx, days, answers) => {
      const hold = { id: random.uuid() as DraftId, key: newSymmetricKey(random) }
      const row = newRow(hold, { random, answers, expiresOn: addDays(today(), days) })
      await insertDraft(tx, row)
      return { hold, caseId: row.case_id }
    },
    find: (tx, held) => look(tx, held, false),
    hold: (tx, held) => look(tx, held, true),
    holdFound: async (tx, found) => {
      const version = await holdVersion(tx, found.id, today())
      if (version === undefined) return undefined
      return version === found.version ? found : look(tx, found, true)
    },
    save: (tx, draft, change) => updateSame(tx, draft, changeOf(draft, change)),
    keep: (tx, draft, days, fresh) =>
      updateDraft(tx, draft.id, {
        expires_on: addDays(today(), days),
        ...(draft.resumeCode === undefined && fresh !== undefined ? sealCode(draft, fresh) : {}),
      }),
    resume: resuming(today),
    remove: deleteDraft,
    sweep: async tx => {
      const ids = await listExpiredDrafts(tx, today())
      for (const id of ids) {
        await evidence.dropDraft(tx, id)
        await deleteDraft(tx, id)
      }
      return ids.length
    },
  }
}
