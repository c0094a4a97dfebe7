import type { Visitor } from '../accounts'
import { openReason, type CaseBrief } from '../cases'
import { dayOf, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { CaseId, LetterId } from '../vocabulary/ids'
import type { Letter, LetterDeps } from './letter'
import { sealSaid } from './letter-keys.service'
import type { Verdict } from './letter.rules'
import { forgetReminders, updateLetter } from './letters.repository'
import { assertDay, holdFor, openLetter, type OpenLetter } from './opening.service'
import type { DrawnCase } from './sample'
import { isLaidBefore } from './samples.repository'
import { tellAbove, tellBelow } from './telling.service'

/**
 * Below: the key of the case goes to the supervision desk above, in the session of who hands it over; never that of the
 * identity. @throws as holdFor, forbidden('case.no-key'), refused `sample.no-desk`
 */
export const hand =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId): Promise<void> => {
    const { actor } = visitor
    const isDone = ({ sample }: Letter) => sample?.handedBy === actor.id
    const held = await holdFor(deps, tx, visitor, { id, action: 'hand', isDone })
    if (held === 'done') return
    const { letter, caseKey } = held
    const { caseId } = letter
    if (caseId === null || caseKey === undefined) throw forbidden('case.no-key')
    const desk = await deps.desks.findOpen(tx, letter.from, 'supervision')
    if (desk === undefined) throw refused('sample.no-desk')
    await deps.cases.grant(tx, caseId, caseKey, { kind: 'desk', ...desk, id: desk.deskId })
    await updateLetter(tx, id, { handed_by: actor.id, handed_at: deps.clock() })
    await tellAbove(deps, tx, letter, 'handed-1')
    const deed = { deed: 'sample.handed', subject: id, caseId } as const
    await deps.audit.record(tx, actor, actor.organisationId, deed)
  }

const groundName = async (
  { lawbook }: LetterDeps,
  tx: Tx,
  { ground, action }: { readonly ground: string | null; readonly action: string },
  on: Day,
): Promise<string> => {
  if (ground === null) return ''
  const kind = action === 'refuse' ? 'refusal-ground' : 'step-ground'
  return (await lawbook.find(tx, kind, ground, { place: '*', on }))?.data.name ?? ground
}

const maskedBrief = (brief: CaseBrief | undefined, hide: (text: string) => string) =>
  brief && {
    ...{ target: hide(brief.target), when: hide(brief.when), how: hide(brief.how) },
    ...{ amount: hide(brief.amount), where: hide(brief.where) },
  }

const decisionsIn = async (
  deps: LetterDeps,
  tx: Tx,
  { caseId, key }: { readonly caseId: CaseId; readonly key: SymmetricKey },
  hide: (text: string) => string,
): Promise<DrawnCase['decisions']> => {
  const decisions: DrawnCase['decisions'][number][] = []
  for (const one of await deps.cases.decisionsOf(tx, caseId)) {
    const on = dayOf(one.at)
    const ground = await groundName(deps, tx, one, on)
    const { action } = one
    decisions.push({ action, on, ground, reason: hide(openReason(key, one) ?? '') })
  }
  return decisions
}

const readCase = async (
  deps: LetterDeps,
  tx: Tx,
  { letter, caseKey: key }: OpenLetter,
): Promise<DrawnCase> => {
  const { cases, masking } = deps
  const { caseId } = letter
  if (caseId === null || key === undefined) throw forbidden('case.no-key')
  const mask = await masking.maskOf(tx, { caseId, key })
  const hide = (text: string): string => mask.text(text)
  const title = (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)
  return {
    ...{ letter, target: hide(title?.target ?? '') },
    brief: maskedBrief(await cases.briefOf(tx, key, caseId), hide),
    decisions: await decisionsIn(deps, tx, { caseId, key }, hide),
  }
}

const isOpenToAbove = (sample: Letter['sample']): boolean =>
  sample !== undefined && sample.handedAt !== null && sample.verdict === null

/** Above, from the hand-over until it is judged; recorded. @throws notFound('oversight'), forbidden('case.no-key') */
export const look =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId): Promise<DrawnCase> => {
    const open = await openLetter(deps, tx, visitor, id)
    const { sample, caseId } = open.letter
    if (open.side !== 'above' || !isOpenToAbove(sample) || caseId === null)
      throw notFound('oversight')
    const drawn = await readCase(deps, tx, open)
    const { actor } = visitor
    const deed = { deed: 'sample.case-read', subject: id, caseId } as const
    await deps.audit.record(tx, actor, actor.organisationId, deed)
    return drawn
  }

export type Judging = {
  readonly verdict: Verdict
  readonly words: string
  /** By when it is taken up again, where it is returned. */
  readonly dueOn: Day | undefined
}

/** The desk above opens the case no more, unless something that a reporter laid before it keeps it open. */
const shut = async ({ cases, desks }: LetterDeps, tx: Tx, { caseId, from }: Letter) => {
  if (caseId === null || (await isLaidBefore(tx, caseId, from))) return
  const desk = (await desks.versionsOf(tx, from)).find(({ kind }) => kind === 'supervision')
  if (desk !== undefined) await cases.withholdFrom(tx, [caseId], desk.id)
}

const after = async (
  deps: LetterDeps,
  tx: Tx,
  { letter, key }: OpenLetter,
  { judging, by }: { readonly judging: Judging; readonly by: Visitor['actor'] },
): Promise<Partial<Parameters<typeof updateLetter>[2]>> => {
  const { id } = letter
  if (judging.verdict !== 'returned')
    return {
      ...{ state: 'closed', closed_by: by.id, closed_at: deps.clock() },
      sealed_close: sealSaid(key, { kind: 'close', id, number: 1 }, judging.words),
    }
  if (judging.dueOn === undefined) throw refused('oversight.day')
  await assertDay(deps, tx, judging.dueOn)
  await forgetReminders(tx, id)
  return { due_on: judging.dueOn, reminded: 0 }
}

/** Above, by another than who drew it; then nobody there opens the case any more. @throws as holdFor */
export const judge =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId, judging: Judging): Promise<void> => {
    const { actor } = visitor
    const isDone = ({ sample }: Letter) => sample?.verdictBy === actor.id
    const held = await holdFor(deps, tx, visitor, { id, action: 'judge', isDone })
    if (held === 'done') return
    const { letter, key, caseKey } = held
    // Whoever has not the key has read nothing of it.
    if (caseKey === undefined || letter.caseId === null) throw forbidden('case.no-key')
    await updateLetter(tx, id, {
      ...{ verdict: judging.verdict, verdict_by: actor.id, verdict_at: deps.clock() },
      sealed_verdict: sealSaid(key, { kind: 'judge', id, number: 1 }, judging.words),
      ...(await after(deps, tx, held, { judging, by: actor })),
    })
    await shut(deps, tx, letter)
    const dueOn = judging.dueOn ?? letter.dueOn
    await tellBelow(deps, tx, { ...letter, dueOn }, 'judged-1')
    const deed = { deed: 'sample.judged', subject: id, ground: judging.verdict } as const
    await deps.audit.record(tx, actor, actor.organisationId, { ...deed, caseId: letter.caseId })
  }
