import type { z } from 'zod'
import type { OpenAppeal } from '../appeals'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { ReporterDoors } from '../platform/http/doors'
import type { OrganisationId } from '../vocabulary/ids'
import { callForm, objectionForm } from './above.schema'
import { calledWords, tooLate, toCallPage, toObjectionPage, type AboveFacts } from './above.view'
import { rewardDecisions, rewardOf } from './claim.service'
import { listObjectable } from './decisions.service'
import type { CallLimits, FollowupDeps, Objectable } from './followup'
import type { Visitor } from './followup.service'
import { openForm, type FormPage } from './forms.reporter.routes'

/** What a reporter lays before the body above: an objection, a call for protection. */
export const openAboveDoors = (doors: ReporterDoors, deps: FollowupDeps): void => {
  openForm(doors, deps, objectionPage(deps))
  openForm(doors, deps, callPage(deps))
}

/** `seen`: an officer knows the code and would read along. `nobody`: no desk above can open it. */
type Bar = '' | 'seen' | 'nobody'

type Above = AboveFacts & { readonly bar: Bar | 'none' }

const namesOf = async ({ organisations }: FollowupDeps, tx: Tx, mine: readonly OpenAppeal[]) => {
  const names = new Map<OrganisationId, string>()
  for (const { organisationId: id } of mine) names.set(id, (await organisations.get(tx, id)).name)
  return names
}

const lookAbove = async (
  deps: FollowupDeps,
  tx: Tx,
  visitor: Visitor,
  kind: OpenAppeal['kind'],
): Promise<Above & { readonly bar: Bar }> => {
  const { appeals, cases, organisations, clock, followup } = deps
  const all = await appeals.listMine(tx, visitor.holder)
  const mine = all.filter(one => one.kind === kind)
  const { organisationId } = await cases.get(tx, visitor.caseId)
  const above = await appeals.above(tx, organisationId)
  const heard = (await followup.codes.standing(tx, visitor)) === 'seen'
  const names = await namesOf(deps, tx, mine)
  return {
    bar: barOf(heard, above !== undefined),
    mine,
    names,
    body: above === undefined ? '' : (await organisations.get(tx, above.organisationId)).name,
    ask: await organisations.askAbove(tx),
    today: dayOf(clock()),
  }
}

const barOf = (heard: boolean, somebody: boolean): Bar => {
  if (heard) return 'seen'
  return somebody ? '' : 'nobody'
}

const markRead = async (
  { appeals }: FollowupDeps,
  tx: Tx,
  { mine }: Pick<AboveFacts, 'mine'>,
): Promise<void> => {
  const unread = mine.filter(({ answers }) => answers.some(one => one.readByReporterOn === null))
  if (unread.length === 0) return
  await appeals.readByReporter(
    tx,
    unread.map(({ id }) => id),
  )
}

type ObjectionLook = Above & {
  readonly decisions: readonly Objectable[]
  readonly limit: number
}

const limitsOn = ({ lawbook }: FollowupDeps, tx: Tx, on: Day) =>
  lawbook.limits(tx, { place: '*', on })

const objectionPage = (
  deps: FollowupDeps,
): FormPage<ObjectionLook, z.output<ReturnType<typeof objectionForm>>> => ({
  path: '/follow/objection',
  view: 'followup/objection',
  first: 'text',
  look: async (tx, visitor) => {
    const above = await lookAbove(deps, tx, visitor, 'objection')
    const limits = await limitsOn(deps, tx, above.today)
    const rewards = rewardDecisions(await rewardOf(deps, tx, visitor))
    const known = { mine: above.mine, rewards }
    const decisions = await listObjectable(deps, tx, visitor.caseId, known)
    const bar = above.bar === '' && decisions.length === 0 ? 'none' : above.bar
    return { ...above, bar, decisions, limit: limits['objection.text'] }
  },
  toPage: toObjectionPage,
  shown: (tx, _visitor, seen) => markRead(deps, tx, seen),
  schema: ({ decisions, limit }) =>
    objectionForm(
      decisions.map(one => ({ id: one.id, problem: tooLate(one) })),
      limit,
    ),
  keep: async (tx, visitor, { value: { decision: decisionId, text }, once }) => {
    const told = { decisionId, text, when: '', reach: '', shared: false }
    const { caseId, holder: reporter, actor } = visitor
    const caseKey = await deps.followup.keyOf(tx, visitor)
    const kind = 'objection'
    await deps.appeals.make(tx, actor, { kind, caseId, caseKey, reporter, told, once })
  },
})

type CallLook = Above & { readonly limits: CallLimits }

const callPage = (
  deps: FollowupDeps,
): FormPage<CallLook, z.output<ReturnType<typeof callForm>>> => ({
  path: '/follow/retaliation',
  view: 'followup/retaliation',
  first: 'text',
  look: async (tx, visitor) => {
    const above = await lookAbove(deps, tx, visitor, 'protection')
    const limits = await limitsOn(deps, tx, above.today)
    return {
      ...above,
      limits: {
        text: limits['retaliation.text'],
        when: limits['subject.department'],
        reach: limits['retaliation.reach'],
      },
    }
  },
  toPage: toCallPage,
  shown: (tx, _visitor, seen) => markRead(deps, tx, seen),
  schema: ({ limits, today }) => callForm(limits, today),
  keep: async (tx, visitor, { value, once }) => {
    const { caseId, reportId, holder: reporter, actor } = visitor
    const caseKey = await deps.followup.keyOf(tx, visitor)
    // Said by the reporter, so it goes where the reporter's words go. How to be reached stays above.
    if (value.shared)
      await deps.dialogue.fromReporter(tx, actor, {
        ...{ caseId, reportId, key: caseKey, once },
        body: calledWords(value),
      })
    const kind = 'protection'
    const told = { decisionId: '', ...value }
    await deps.appeals.make(tx, actor, { kind, caseId, caseKey, reporter, told, once })
  },
})
