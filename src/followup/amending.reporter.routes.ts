import type { z } from 'zod'
import type { Standing } from '../amendments'
import { namedForm } from '../filing'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { ReporterDoors } from '../platform/http/doors'
import { ChangeForm } from './amending.schema'
import { toIdentityPage, toWithdrawPage } from './amending.view'
import type { FollowupDeps } from './followup'
import type { Visitor } from './followup.service'
import { openForm, type FormPage } from './forms.reporter.routes'

/** What a reporter changes after reporting: gives a name, takes something back. */
export const openAmendingDoors = (doors: ReporterDoors, deps: FollowupDeps): void => {
  openForm(doors, deps, identityPage(deps))
  openForm(doors, deps, withdrawPage(deps))
}

type IdentityLook = {
  readonly bar: '' | 'named' | 'heard' | 'no-desk'
  readonly settled: boolean
  readonly limits: Parameters<typeof namedForm>[0]
}

const standingOf = async (
  { amendments, followup }: FollowupDeps,
  tx: Tx,
  visitor: Visitor,
): Promise<Standing> => amendments.standingOf(tx, await followup.keyOf(tx, visitor), visitor)

const barToName = async (
  deps: FollowupDeps,
  tx: Tx,
  visitor: Visitor,
): Promise<IdentityLook['bar']> => {
  if ((await standingOf(deps, tx, visitor)).identity === 'named') return 'named'
  if ((await deps.followup.codes.standing(tx, visitor)) !== 'own') return 'heard'
  const { organisationId } = await deps.cases.get(tx, visitor.caseId)
  return (await deps.filing.lateNaming.canTake(tx, organisationId)) ? '' : 'no-desk'
}

const identityPage = (
  deps: FollowupDeps,
): FormPage<IdentityLook, z.output<ReturnType<typeof namedForm>>> => ({
  path: '/follow/identity',
  view: 'followup/identity',
  first: 'name',
  look: async (tx, visitor) => {
    const bar = await barToName(deps, tx, visitor)
    const today = dayOf(deps.clock())
    const limits = await deps.lawbook.limits(tx, { place: '*', on: today })
    return {
      bar,
      settled: bar === 'named',
      limits: { name: limits['named.name'], address: limits['named.address'], today },
    }
  },
  toPage: toIdentityPage,
  schema: ({ limits }) => namedForm(limits),
  keep: async (tx, visitor, { value: identity, once }) => {
    const { caseId, holder: reporter, actor } = visitor
    if (!(await deps.filing.lateNaming.give(tx, { caseId, reporter, identity }))) return
    const key = await deps.followup.keyOf(tx, visitor)
    await deps.amendments.make(tx, actor, { caseId, key, kind: 'named', once })
  },
})

type WithdrawLook = { readonly bar: '' | 'seen'; readonly standing: Standing }

const withdrawPage = (deps: FollowupDeps): FormPage<WithdrawLook, z.output<typeof ChangeForm>> => ({
  path: '/follow/withdraw',
  view: 'followup/withdraw',
  first: 'change',
  look: async (tx, visitor) => {
    const heard = (await deps.followup.codes.standing(tx, visitor)) === 'seen'
    return { bar: heard ? 'seen' : '', standing: await standingOf(deps, tx, visitor) }
  },
  toPage: toWithdrawPage,
  schema: () => ChangeForm,
  keep: async (tx, visitor, { value: { change: kind }, once }) => {
    const { caseId, holder: reporter, actor } = visitor
    const key = await deps.followup.keyOf(tx, visitor)
    if (await deps.amendments.make(tx, actor, { caseId, key, kind, once }))
      await deps.filing.lateNaming.pass(tx, { caseId, reporter })
  },
})
