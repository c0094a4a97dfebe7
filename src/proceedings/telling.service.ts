import { decisionMark, type Case, type CaseOutcome, type NoticeCode } from '../cases'
import type { LawPoint } from '../lawbook'
import { dayOf } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { outcomeWords } from '../vocabulary/case-words'
import type { CaseId } from '../vocabulary/ids'
import type { ProceedingsDeps, StepWish, Visitor } from './proceedings'

type Deps = Pick<
  ProceedingsDeps,
  'cases' | 'desks' | 'dialogue' | 'lawbook' | 'organisations' | 'clock'
>

export const pointOf = async (
  { organisations, clock }: Pick<ProceedingsDeps, 'organisations' | 'clock'>,
  tx: Tx,
  { organisationId }: Pick<Case, 'organisationId'>,
): Promise<LawPoint> => {
  const { regionCode } = await organisations.get(tx, organisationId)
  return { place: regionCode, on: dayOf(clock()) }
}

/** The ground of a step, in the words of the law. @throws not-found `law` */
const groundOf = async (
  { lawbook }: Pick<ProceedingsDeps, 'lawbook'>,
  tx: Tx,
  { action, ground }: Pick<StepWish, 'action' | 'ground'>,
  at: LawPoint,
): Promise<{ readonly name: string; readonly told: string }> => {
  if (ground === undefined) return { name: '', told: '' }
  const kind = action === 'refuse' ? 'refusal-ground' : 'step-ground'
  return (await lawbook.get(tx, kind, ground, at)).data
}

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

const isOutcome = (code: string | null | undefined): code is CaseOutcome =>
  code !== null && code !== undefined && Object.hasOwn(outcomeWords, code)

/** A body by its own name; a department by that of the law, and how a reporter gets there. */
const receiverOf = async (
  { lawbook }: Deps,
  tx: Tx,
  { receiver, receiverName }: StepWish,
  at: LawPoint,
): Promise<{ readonly receiver: string; readonly where: string }> => {
  const data =
    receiver === undefined ? undefined : (await lawbook.get(tx, 'receiver', receiver, at)).data
  return { receiver: receiverName ?? data?.name ?? '', where: data?.where ?? '' }
}

/** What the reporter reads of a step: the words of the law, with what was chosen filled in. */
const bodyOf = async (
  deps: Deps,
  tx: Tx,
  found: Case,
  { wish, notice }: { readonly wish: StepWish; readonly notice: NoticeCode },
): Promise<string> => {
  const at = await pointOf(deps, tx, found)
  const { data } = await deps.lawbook.get(tx, 'step-notice', notice, at)
  const ground = await groundOf(deps, tx, wish, at)
  const outcome = wish.outcome ?? found.outcome
  return filled(data.told, {
    ground: ground.name,
    told: ground.told,
    ...(await receiverOf(deps, tx, wish, at)),
    outcome: isOutcome(outcome) ? outcomeWords[outcome] : '',
  })
}

/**
 * One message a report, of this case and of those that follow it. The decision's own id numbers the message, so
 * that a step taken twice tells the reporter once.
 */
export const tellReporters = async (
  deps: Deps,
  tx: Tx,
  { actor, keys }: Visitor,
  told: {
    readonly found: Case
    readonly key: SymmetricKey
    readonly wish: StepWish
    readonly notice: NoticeCode
  },
): Promise<void> => {
  const { found, key } = told
  const body = await bodyOf(deps, tx, found, told)
  const [decision] = await deps.cases.decisionsOf(tx, found.id)
  const following = await deps.cases.mergedInto(tx, found.id)
  const opened = await deps.cases.keysOf(tx, await deps.desks.holdersOf(tx, keys), following)
  const all = new Map<CaseId, SymmetricKey>([[found.id, key], ...opened])
  for (const [caseId, caseKey] of all)
    for (const { reportId } of await deps.cases.contentsOf(tx, caseKey, caseId))
      await deps.dialogue.fromStaff(tx, actor, {
        ...{ caseId, reportId, key: caseKey, body },
        once: decisionMark(decision),
      })
}
