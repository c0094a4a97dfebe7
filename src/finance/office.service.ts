import type { Audit } from '../audit'
import type { Awards, OpenAward } from '../awards'
import type { Cases } from '../cases'
import type { Holder } from '../desks'
import type { Payouts } from '../payouts'
import type { Db } from '../platform/db/database'
import type { Receipts } from '../receipts'
import type { StaffActor } from '../vocabulary/actor'

type Deps = {
  readonly audit: Audit
  readonly db: Db
  readonly receipts: Pick<Receipts, 'readCode' | 'deriveAll'>
  readonly cases: Pick<Cases, 'openByReceipt'>
  readonly awards: Pick<Awards, 'told'>
  readonly payouts: Pick<Payouts, 'words'>
}

/** Whoever came, with the award that was told: open in this request only. */
type Come = {
  readonly reporter: Holder
  readonly award: OpenAward
  /** There is a word, and it was forgotten. */
  readonly withoutWord: boolean
}

type Opened =
  | { readonly kind: 'open'; readonly come: Come }
  /** The code or the word is wrong, or there is nothing to claim from this body; which of these, nobody is told. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'waits'; readonly seconds: number }

type Typed = { readonly code: string; readonly word: string; readonly forgot: boolean }

const find = async (
  { db, receipts, cases, awards, payouts }: Deps,
  actor: StaffActor,
  { code, forgot }: Typed,
): Promise<Come | undefined> => {
  const read = receipts.readCode(code)
  if (!read.ok) return undefined
  const derived = await receipts.deriveAll(read.code)
  return db.inTransaction(async tx => {
    const opened = await cases.openByReceipt(tx, derived)
    const award = opened && (await awards.told(tx, opened.holder))
    if (opened === undefined || award?.kind !== 'grant') return undefined
    if (award.financeBody !== actor.organisationId) return undefined
    const withoutWord = forgot && (await payouts.words.hasWord(tx, opened.holder))
    return { reporter: opened.holder, award, withoutWord }
  })
}

/** A word left empty is a slip, and no try. */
const isSlip = ({ db, payouts }: Deps, { reporter }: Come, word: string): Promise<boolean> =>
  db.inTransaction(async tx => word.trim() === '' && (await payouts.words.hasWord(tx, reporter)))

/** By the code and the word that a person types at the window; by the code alone when the word was forgotten. */
export const openForOffice = async (
  deps: Deps,
  actor: StaffActor,
  typed: Typed,
): Promise<Opened> => {
  const come = await find(deps, actor, typed)
  if (come === undefined) return { kind: 'closed' }
  if (come.withoutWord) return { kind: 'open', come }
  if (await isSlip(deps, come, typed.word)) return { kind: 'closed' }
  const answer = await deps.payouts.words.check(come.reporter, typed.word)
  if (answer.kind === 'right') return { kind: 'open', come }
  const done = { deed: 'claim.word-wrong', subject: come.award.id } as const
  await deps.db.inTransaction(tx => deps.audit.record(tx, actor, actor.organisationId, done))
  return answer.kind === 'waits' ? answer : { kind: 'closed' }
}
