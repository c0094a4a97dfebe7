import type { Visitor } from '../accounts'
import { isOpen, type Case } from '../cases'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, HandingId, OrganisationId, StaffId } from '../vocabulary/ids'
import type {
  Handing,
  HandingChoices,
  HandingDeps,
  HandingFile,
  HandingRow,
  Readers,
  SendFile,
} from './handing'
import { openCover, openDispute, openHandingKeys, openWords } from './handing-keys.service'
import { commonAbove, type HandingList } from './handing.rules'
import { selectList, type SealedHanding } from './handings.repository'
import { openGroup, openHanding, pointAt, type OpenHanding } from './opening.service'
import { judgeTarget, otherBodies, suggestTarget, type OpenGroup } from './targets.service'

const groundName = async (deps: HandingDeps, tx: Tx, code: string | null): Promise<string> => {
  if (code === null || code === 'assist') return ''
  const at = { place: '*', on: dayOf(deps.clock()) }
  return (await deps.lawbook.find(tx, 'step-ground', code, at))?.data.name ?? ''
}

const disputeOf = async (
  { organisations }: HandingDeps,
  tx: Tx,
  { handing: { id }, dispute, key }: OpenHanding,
): Promise<HandingFile['dispute']> =>
  dispute && {
    ...dispute,
    words: openDispute(key, id, 'sealed_words', dispute.sealedWords),
    reason: openDispute(key, id, 'sealed_reason', dispute.sealedReason),
    aboveName: (await organisations.get(tx, dispute.above)).name,
  }

const peopleOf = ({ handing, dispute }: OpenHanding): StaffId[] =>
  [
    ...[handing.sentBy, handing.endedBy, handing.answeredBy],
    ...[dispute?.askedBy, dispute?.decidedBy],
  ].filter((one): one is StaffId => one !== null && one !== undefined)

const groundsFor = async (
  deps: HandingDeps,
  tx: Tx,
  body: OrganisationId,
  use: 'hand-to-body' | 'send-back',
) =>
  (await deps.lawbook.list(tx, 'step-ground', await pointAt(deps, tx, body)))
    .filter(({ data }) => data.actions.includes(use))
    .map(({ code, data }) => ({ code, name: data.name, told: data.told }))

/** What the forms of one's own body let choose. */
const choicesFor = async (
  deps: HandingDeps,
  tx: Tx,
  body: OrganisationId,
): Promise<HandingChoices> => {
  const limits = await deps.lawbook.limits(tx, await pointAt(deps, tx, body))
  return {
    bodies: await otherBodies(deps, tx, body),
    grounds: await groundsFor(deps, tx, body, 'hand-to-body'),
    backGrounds: await groundsFor(deps, tx, body, 'send-back'),
    limits: { min: limits['reason.min'], max: limits['reason.max'] },
  }
}

const fileOf = async (
  deps: HandingDeps,
  tx: Tx,
  { actor }: Visitor,
  open: OpenHanding,
): Promise<HandingFile> => {
  const { organisations, accounts, cases, clock } = deps
  const { handing, side, key } = open
  const { id } = handing
  return {
    ...{ handing, side, today: dayOf(clock()) },
    from: await organisations.get(tx, handing.from),
    to: await organisations.get(tx, handing.to),
    cover: openCover(key, id, handing.sealedCover),
    back: openWords(key, id, 'sealed_back', handing.sealedBack),
    answer: openWords(key, id, 'sealed_answer', handing.sealedAnswer),
    groundName: await groundName(deps, tx, handing.ground),
    backGroundName: await groundName(deps, tx, handing.backGround),
    names: await accounts.namesOf(tx, [...new Set(peopleOf(open))]),
    dispute: await disputeOf(deps, tx, open),
    common: commonAbove(await organisations.list(tx), handing.from, handing.to),
    found: await cases.findVisible(tx, actor, handing.caseId),
    choices: await choicesFor(deps, tx, actor.organisationId),
  }
}

export const readHanding =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, id: HandingId): Promise<HandingFile> =>
    fileOf(deps, tx, visitor, await openHanding(deps, tx, visitor, id))

/** Opens it, and records that. @throws notFound('handing'), forbidden('case.no-key') */
export const viewHanding =
  (deps: HandingDeps) =>
  async (tx: Tx, visitor: Visitor, id: HandingId): Promise<HandingFile> => {
    const file = await readHanding(deps)(tx, visitor, id)
    const { actor } = visitor
    const deed = { deed: 'handing.viewed', caseId: file.handing.caseId, subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, deed)
    return file
  }

const dueOf = (handing: Handing): Day | undefined => {
  if (handing.state === 'sent' || handing.state === 'disputed') return handing.receiptDueOn
  return handing.answeredAt === null ? (handing.answerDueOn ?? undefined) : undefined
}

const colours = { overdue: 'red', near: 'amber', normal: 'green' } as const

type Page = {
  readonly list: HandingList
  readonly after: { readonly day: Day | undefined; readonly arrival: number } | undefined
  readonly limit: number
}

/** One page of a list; a target is read by who opens the handing, and by nobody else. */
export const listHandings =
  (deps: HandingDeps) =>
  async (
    tx: Tx,
    { actor, keys }: Visitor,
    { list, after, limit }: Page,
  ): Promise<{
    rows: HandingRow[]
    next: { day: Day | undefined; arrival: number } | undefined
  }> => {
    const { organisations, desks } = deps
    const viewer = { body: actor.organisationId, staffId: actor.id }
    const found = await selectList(tx, list, viewer, { after, limit: limit + 1 })
    const page = found.slice(0, limit)
    const opened = await openHandingKeys(
      tx,
      await desks.holdersOf(tx, keys),
      page.map(({ id }) => id),
    )
    const lampFor = await lampsFor(deps, tx, page.map(dueOf))
    const rows: HandingRow[] = []
    for (const handing of page) {
      const other = actor.organisationId === handing.to ? handing.from : handing.to
      rows.push({
        ...{ handing, other: (await organisations.get(tx, other)).name },
        target: targetOf(handing, opened),
        ...lampFor(dueOf(handing)),
      })
    }
    return { rows, next: found.length > limit ? placeAfter(list, page.at(-1)) : undefined }
  }

const placeAfter = (list: HandingList, last: Handing | undefined) =>
  last && {
    day: (list === 'answer' ? last.answerDueOn : last.receiptDueOn) ?? undefined,
    arrival: last.arrival,
  }

const targetOf = (
  { id, sealedCover }: SealedHanding,
  keys: Awaited<ReturnType<typeof openHandingKeys>>,
): string => {
  const key = keys.get(id)
  return key === undefined ? '' : openCover(key, id, sealedCover).target
}

const lampsFor = async (
  { deadlines, clock }: HandingDeps,
  tx: Tx,
  dues: readonly (Day | undefined)[],
) => {
  const days = dues.filter(day => day !== undefined)
  const lamps = await deadlines.lamps(tx, dayOf(clock()), days)
  return (due: Day | undefined): Pick<HandingRow, 'due' | 'lamp'> => {
    const lamp = due === undefined ? undefined : lamps.get(due)
    const workingDays = Math.abs(lamp?.workingDaysLeft ?? 0)
    return { due, lamp: lamp && { colour: colours[lamp.lamp], workingDays } }
  }
}

const countAt = async ({ accounts }: HandingDeps, tx: Tx, body: OrganisationId) => {
  const people = [
    ...(await accounts.listActive(tx, body, 'intake')),
    ...(await accounts.listActive(tx, body, 'principal')),
  ]
  return new Set(people.map(({ id }) => id)).size
}

const readersOf = async (
  deps: HandingDeps,
  tx: Tx,
  { id, organisationId }: Case,
  to: OrganisationId,
): Promise<Readers> => {
  const { cases, accounts, organisations } = deps
  const handling = (await cases.officersOf(tx, [id])).filter(one => one.handling)
  const names = await accounts.namesOf(
    tx,
    handling.map(({ staffId }) => staffId),
  )
  return {
    own: await organisations.get(tx, organisationId),
    intake: await countAt(deps, tx, organisationId),
    handlers: handling.map(({ staffId }) => names.get(staffId) ?? '同事'),
    theirs: await countAt(deps, tx, to),
  }
}

const targetIn = async ({ cases, masking }: HandingDeps, tx: Tx, { found, keys }: OpenGroup) => {
  const key = keys.get(found.id)
  if (key === undefined) return ''
  const title = (await cases.titlesOf(tx, keys)).get(found.id)
  return (await masking.maskOf(tx, { caseId: found.id, key })).text(title?.target ?? '')
}

/** What the form shows before anything is sent. @throws notFound('case'), forbidden, refused `handing.body` */
export const frameSending =
  (deps: HandingDeps) =>
  async (
    tx: Tx,
    visitor: Visitor,
    { caseId, to }: { readonly caseId: CaseId; readonly to: OrganisationId | undefined },
  ): Promise<SendFile> => {
    const group = await openGroup(deps, tx, visitor, caseId)
    const { found } = group
    const [last] = await deps.cases.decisionsOf(tx, caseId)
    const chosen = to === undefined ? undefined : await judgeTarget(deps, tx, group, to)
    return {
      ...{ found, seen: last?.id ?? 'none', open: isOpen(found.state) },
      target: await targetIn(deps, tx, group),
      suggestion: await suggestTarget(deps, tx, group),
      ...(await choicesFor(deps, tx, found.organisationId)),
      chosen: chosen && { ...chosen, readers: await readersOf(deps, tx, found, chosen.body.id) },
    }
  }
