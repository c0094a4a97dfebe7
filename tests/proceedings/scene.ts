import { isOpen } from '../../src/cases'
import type { CaseAction, CaseState } from '../../src/cases/case-course.rules'
import { findTransition } from '../../src/cases/case.rules'
import type { Tx } from '../../src/platform/db/transaction'
import { KnownError } from '../../src/platform/errors'
import { createProceedings, type StepWish } from '../../src/proceedings'
import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'

export const REASON = '材料已经逐项核对，事实清楚，同意按此办理，特此说明理由。'

type Role = 'intake' | 'principal' | 'one' | 'two' | 'three' | 'legal'

export let site: Site
/** Of another body. */
export let elsewhere: CaseId
export let people: Readonly<Record<Role, Officer>>

export const openCourse = async (): Promise<void> => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own, above } = await moveIn(site)
  const intake = await hire(site, own.id, ['intake'])
  const principal = await hire(site, own.id, ['principal'])
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, intake.actor, intake.keys, principal.actor.id))
  people = {
    ...{ intake, principal },
    one: await hire(site, own.id, ['handler']),
    two: await hire(site, own.id, ['handler']),
    three: await hire(site, own.id, ['handler']),
    legal: await hire(site, own.id, ['legal']),
  }
  await hire(site, above.id, ['intake'])
  elsewhere = (await storeCase(site, above.id)).caseId
}

/** As sending it to the legal desk does. */
const layBefore = (caseId: CaseId): Promise<void> =>
  site.house.db.inTransaction(async tx => {
    const { cases, desks } = site.house
    const { organisationId } = people.legal.actor
    const desk = await desks.findOpen(tx, organisationId, 'legal')
    if (desk === undefined) throw new Error('legal desk')
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, people.one.keys), caseId)
    await cases.grant(tx, caseId, key, { kind: 'desk', ...desk, id: desk.deskId })
    await cases.setReviewBody(tx, caseId, organisationId)
  })

/** A case that stands there, put past the steps: handed to two, withdrawn, and to be told where that is asked. */
export const caseIn = async (state: CaseState, action: CaseAction): Promise<CaseId> => {
  const { caseId } = await storeCase(site, people.intake.actor.organisationId, {
    title: { withdrawn: true },
  })
  await giveCase(site, people.intake, caseId, [people.one, people.two])
  const ended = !['received', 'accepted'].includes(state)
  const { house } = site
  const lead = await storeCase(site, people.intake.actor.organisationId)
  await site
    .tables('cases')
    .where({ id: caseId })
    .update({
      state,
      is_open: isOpen(state),
      closed_on: isOpen(state) ? null : '2026-11-23',
      outcome: ended ? 'penalty' : null,
      suspended_from: state === 'suspended' ? 'checking' : null,
      merged_into: state === 'merged' ? lead.caseId : null,
    })
  if (state === 'reviewing') await layBefore(caseId)
  if (action === 'tell')
    await house.db.inTransaction(tx =>
      house.deadlines.start(tx, caseId, 'RN_NOTIFY', {
        ...{ place: '330100', on: '2026-11-23' as never },
      }),
    )
  return caseId
}

/** Whoever takes or asks for the step, by the permission that the table names. */
export const takerOf = (permission: string): Officer => {
  if (permission === 'review.answer') return people.legal
  return ['case.investigate', 'review.submit', 'case.write'].includes(permission)
    ? people.one
    : people.intake
}

export const wishFor = async (action: CaseAction): Promise<StepWish> => {
  const grounds: Partial<Record<CaseAction, string>> = {
    ...{ refuse: 'no-clue', 'not-file': 'no-breach', 'hand-over': 'other-department' },
    ...{ redirect: 'not-ours', suspend: 'appraisal', reopen: 'new-evidence' },
  }
  const lead =
    action === 'merge' ? await storeCase(site, people.intake.actor.organisationId) : undefined
  const [first, second] = [people.two, people.three].map(({ actor, keys }) => ({
    ...{ staffId: actor.id, publicKey: keys.publicKey },
  }))
  if (first === undefined || second === undefined) throw new Error('two')
  return {
    action,
    reason: REASON,
    ground: grounds[action],
    receiver: action === 'hand-over' || action === 'redirect' ? 'police' : undefined,
    outcome: action === 'decide' ? 'penalty' : undefined,
    other: lead?.caseId,
    handlers: action === 'assign' ? [first, second] : undefined,
  }
}

/** The rooms above bring their checks; what is walked here is the table itself. */
export const course = () =>
  createProceedings({
    ...site.house,
    handOn: site.house.search.handOn,
    ...{ checks: {}, after: {} },
  })

export const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  site.house.db.inTransaction(work)

export const by = ({ actor, keys }: Officer) => ({ actor, keys })

export const waiting = async (caseId: CaseId): Promise<string> => {
  const row = await site
    .tables('case_proposals')
    .where({ case_id: caseId, state: 'asked' })
    .first<{ id: string } | undefined>('id')
  return row?.id ?? ''
}

/** Takes the step, or asks for it and has it agreed to, as the table says. */
export const walk = async (caseId: CaseId, state: CaseState, wish: StepWish): Promise<void> => {
  const transition = findTransition(state, wish.action)
  const taker = takerOf(transition?.permission ?? '')
  const who = { ...by(taker), caseId }
  if (transition?.approval === undefined) {
    await inTx(tx => course().take(tx, who, wish))
    return
  }
  await inTx(tx => course().propose(tx, who, wish))
  const id = await waiting(caseId)
  await inTx(tx => course().approve(tx, by(people.principal), id))
}

/** 'done', or the code of what stood in the way. */
export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'done'
  } catch (error) {
    return error instanceof KnownError ? error.code : String(error)
  }
}
