import type { Accounts, People, Staff, StaffKeys } from '../accounts'
import { decisionMark, keyOfAdmitted, type Case, type Cases, type Officer } from '../cases'
import type { Desks } from '../desks'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Burdened, Candidate, HandedRow, HandoverPage } from './handing'

type Deps = {
  readonly accounts: Accounts
  readonly people: People
  readonly cases: Cases
  readonly desks: Desks
}

type Step = {
  readonly keys: StaffKeys
  readonly caseId: CaseId
  readonly from: StaffId
  readonly to: StaffId
}

/** The open cases of somebody who leaves go to others, by somebody whose desk holds the keys. */
export type Handover = {
  /** People of this body who handle open cases, those who are gone first. */
  readonly burdened: (tx: Tx, actor: StaffActor) => Promise<readonly Burdened[]>
  /** @throws notFound('staff') for somebody of another body */
  readonly page: (tx: Tx, actor: StaffActor, keys: StaffKeys, id: StaffId) => Promise<HandoverPage>
  readonly candidates: (
    tx: Tx,
    actor: StaffActor,
    leaving: StaffId,
  ) => Promise<readonly Candidate[]>
  /**
   * One case to another handler; the second handler stays. In the actor's session, with the desk's key. What has
   * been done already stays done.
   * @throws notFound('case'), refused('assign.not-a-handler'), refused('handover.other-gone'),
   *   refused('handover.not-theirs'), refused('assign.two-handlers'), forbidden('case.no-key'), broken('public-key.broken')
   */
  readonly handOver: (tx: Tx, actor: StaffActor, step: Step) => Promise<void>
}

const PAGE = 50
const oldestFirst = { by: 'number', descending: false } as const

const isGone = (staff: Staff | undefined): boolean =>
  staff?.status !== 'active' || !staff.duties.includes('handler')

const isHandler = ({ handling, standsInFor }: Officer): boolean =>
  handling && standsInFor === undefined

const rowsOf = async (
  { people, cases, desks }: Deps,
  tx: Tx,
  keys: StaffKeys,
  { found, leaving }: { readonly found: readonly Case[]; readonly leaving: StaffId },
): Promise<HandedRow[]> => {
  const ids = found.map(({ id }) => id)
  const titles = await cases.titlesOf(
    tx,
    await cases.keysOf(tx, await desks.holdersOf(tx, keys), ids),
  )
  const handlers = (await cases.officersOf(tx, ids)).filter(isHandler)
  const isTheirs = ({ id }: Case) =>
    handlers.some(({ caseId, staffId }) => caseId === id && staffId === leaving)
  const others = handlers.filter(({ staffId }) => staffId !== leaving)
  const staffing = await people.some(tx, [...new Set(others.map(({ staffId }) => staffId))])
  const toOther = ({ staffId: id }: Officer) => {
    const staff = staffing.find(one => one.id === id)
    return { id, name: staff?.displayName ?? '', gone: isGone(staff) }
  }
  return found.filter(isTheirs).map(one => ({
    found: one,
    target: titles.get(one.id)?.target ?? '',
    others: others.filter(({ caseId }) => caseId === one.id).map(toOther),
  }))
}

/** @throws refused when the case cannot simply go from one to the other */
const remainingOf = async (
  { accounts, cases }: Deps,
  tx: Tx,
  { caseId, from, to }: Step,
): Promise<StaffId | 'done'> => {
  const handlers = (await cases.officersOf(tx, [caseId])).filter(isHandler)
  const ids = handlers.map(({ staffId }) => staffId)
  // The same form sent twice.
  if (!ids.includes(from)) {
    if (ids.includes(to)) return 'done'
    throw refused('handover.not-theirs')
  }
  if (ids.includes(to)) throw refused('assign.two-handlers')
  const [other] = ids.filter(id => id !== from)
  const staff = other === undefined ? undefined : await accounts.find(tx, other)
  if (other === undefined || isGone(staff)) throw refused('handover.other-gone')
  return other
}

const handOver = async (deps: Deps, tx: Tx, actor: StaffActor, step: Step): Promise<void> => {
  const { accounts, cases, desks } = deps
  const { keys, caseId, to } = step
  if ((await cases.findVisible(tx, actor, caseId)) === undefined) throw notFound('case')
  await cases.lock(tx, caseId)
  const able = await accounts.listActive(tx, actor.organisationId, 'handler')
  if (!able.some(({ id }) => id === to)) throw refused('assign.not-a-handler')
  const other = await remainingOf(deps, tx, step)
  if (other === 'done') return
  const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
  const [last] = await cases.decisionsOf(tx, caseId)
  const staying = await accounts.recipient(tx, other)
  const coming = await accounts.recipient(tx, to)
  await cases.act(tx, actor, caseId, {
    action: 'assign',
    seen: decisionMark(last),
    handlers: [
      { staffId: other, publicKey: staying.publicKey },
      { staffId: to, publicKey: coming.publicKey },
    ],
    key,
  })
}

export const createHandover = (deps: Deps): Handover => {
  const { accounts, people, cases } = deps

  return {
    burdened: async (tx, actor) => {
      const loads = await cases.handlerLoads(tx, actor.organisationId, actor.id)
      const staff = await people.some(tx, [...loads.keys()])
      return staff
        .map(one => ({ staff: one, load: loads.get(one.id) ?? 0, gone: isGone(one) }))
        .sort((one, other) => Number(other.gone) - Number(one.gone) || other.load - one.load)
    },

    page: async (tx, actor, keys, id) => {
      const staff = await accounts.find(tx, id)
      const { organisationId } = actor
      if (staff?.organisationId !== organisationId) throw notFound('staff')
      const found = await cases.listQueue(tx, {
        scope: { organisationId, viewer: actor.id, handledBy: id },
        filters: { open: true },
        sort: oldestFirst,
        limit: PAGE + 1,
      })
      const shown = found.slice(0, PAGE)
      const rows = await rowsOf(deps, tx, keys, { found: shown, leaving: id })
      return { staff, gone: isGone(staff), rows, more: found.length > PAGE }
    },

    candidates: async (tx, actor, leaving) => {
      const people = await accounts.listActive(tx, actor.organisationId, 'handler')
      const loads = await cases.handlerLoads(tx, actor.organisationId, actor.id)
      return people
        .filter(({ id }) => id !== leaving)
        .map(({ id, displayName }) => ({ id, name: displayName, load: loads.get(id) ?? 0 }))
        .sort((one, other) => one.load - other.load)
    },

    handOver: (tx, actor, step) => handOver(deps, tx, actor, step),
  }
}
