import type { Accounts, StaffKeys } from '../accounts'
import type { Amendments } from '../amendments'
import { keyOfAdmitted, openReason, type Case, type Cases } from '../cases'
import type { Deadlines, Lamp } from '../deadlines'
import type { Desks, Holder } from '../desks'
import type { Evidence } from '../evidence'
import type { Lawbook } from '../lawbook'
import type { CaseMask, Masking } from '../masking'
import { dayOf, type Clock, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Proceedings } from '../proceedings'
import type { StaffActor } from '../vocabulary/actor'
import type { LampColour } from '../vocabulary/case-words'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { CaseFile, Decision, Member, NamedOfficer, NextDue } from './case-file'

export type CaseFileDeps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly deadlines: Deadlines
  readonly evidence: Evidence
  readonly amendments: Amendments
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly proceedings: Proceedings
  readonly clock: Clock
}

const colourOf: Record<Lamp, LampColour> = { overdue: 'red', near: 'amber', normal: 'green' }

/** The name of a colleague, once each; somebody who was removed is 同事. */
export const createNames = (accounts: Accounts, tx: Tx) => {
  const known = new Map<string, string>()
  return async (id: StaffId): Promise<string> => {
    const kept = known.get(id)
    if (kept !== undefined) return kept
    const name = (await accounts.find(tx, id))?.displayName ?? '同事'
    known.set(id, name)
    return name
  }
}

const officersOf = async (
  deps: CaseFileDeps,
  tx: Tx,
  members: readonly Member[],
): Promise<Map<CaseId, NamedOfficer[]>> => {
  const nameOf = createNames(deps.accounts, tx)
  const officers = new Map<CaseId, NamedOfficer[]>(members.map(({ found }) => [found.id, []]))
  for (const { caseId, ...officer } of await deps.cases.officersOf(tx, [...officers.keys()]))
    officers.get(caseId)?.push({ ...officer, name: await nameOf(officer.staffId) })
  return officers
}

/** How many reporters' words one page shows; what is unread comes before the others. */
const MEMBERS = 30

/** The cases that follow this one, as far as the person may know of them and open them. */
const membersOf = async (
  { cases }: CaseFileDeps,
  tx: Tx,
  { actor, holders }: { readonly actor: StaffActor; readonly holders: readonly Holder[] },
  { found, key, group }: Member & Pick<CaseFile, 'group'>,
): Promise<Pick<CaseFile, 'members' | 'membersLeft'>> => {
  if (found.mergedInto !== null || group.length === 0)
    return { members: [{ found, key }], membersLeft: 0 }
  const others = group.map(({ id }) => id).filter(id => id !== found.id)
  const visible = new Set((await cases.visibleAmong(tx, actor, others)).map(({ id }) => id))
  const keys = await cases.keysOf(tx, holders, [...visible])
  const open = group.flatMap(one => {
    const itsKey = one.id === found.id ? key : keys.get(one.id)
    return itsKey === undefined ? [] : [{ found: one, key: itsKey }]
  })
  const first = [...open].sort((one, other) => rankOf(other) - rankOf(one)).slice(0, MEMBERS)
  const members = open.filter(one => first.includes(one))
  return { members, membersLeft: open.length - members.length }
}

/** The leading case first, then what is unread. */
const rankOf = ({ found }: Member): number => {
  if (found.mergedInto === null) return 2
  return found.unread > 0 ? 1 : 0
}

const nextDueOf = async (
  { deadlines }: CaseFileDeps,
  tx: Tx,
  { id }: Case,
  today: Day,
): Promise<NextDue | undefined> => {
  const next = await deadlines.nextDue(tx, id)
  if (next === undefined) return undefined
  const { lamp, workingDaysLeft } = await deadlines.lamp(tx, today, next.dueOn)
  const { data } = await deadlines.ruleOf(tx, next)
  return {
    dueOn: next.dueOn,
    provisional: next.provisional,
    action: data.action,
    colour: next.pausedOn === null ? colourOf[lamp] : 'pause',
    workingDays: Math.abs(workingDaysLeft),
  }
}

const lastDecisionOf = async (
  { cases, accounts, lawbook }: CaseFileDeps,
  tx: Tx,
  found: Case,
  { key, mask }: { readonly key: SymmetricKey; readonly mask: CaseMask },
): Promise<Decision | undefined> => {
  const [last] = await cases.decisionsOf(tx, found.id)
  if (last === undefined) return undefined
  const at = { place: found.regionCode ?? '*', on: dayOf(last.at) }
  const kind = last.action === 'refuse' ? 'refusal-ground' : 'step-ground'
  const law = last.ground === null ? undefined : await lawbook.find(tx, kind, last.ground, at)
  return {
    id: last.id,
    action: last.action,
    by: await createNames(accounts, tx)(last.staff_id),
    at: last.at,
    groundName: law?.data.name ?? '',
    reason: mask.text(openReason(key, last) ?? ''),
  }
}

const behavioursOf = async (
  { lawbook }: CaseFileDeps,
  tx: Tx,
  { behaviours, regionCode, receivedOn }: Case,
): Promise<string[]> => {
  const at = { place: regionCode ?? '*', on: receivedOn }
  const words: string[] = []
  for (const code of behaviours)
    words.push((await lawbook.find(tx, 'behaviour', code, at))?.data.term ?? code)
  return words
}

/** Where the case can go from here, what waits for a second person, and which cases go with it. */
const courseOf = async (
  { proceedings, cases, accounts }: CaseFileDeps,
  tx: Tx,
  who: { readonly actor: StaffActor; readonly key: SymmetricKey },
  found: Case,
): Promise<Pick<CaseFile, 'possible' | 'steps' | 'proposal' | 'group'>> => {
  const steps = await proceedings.possible(tx, who, found)
  const latest = await proceedings.latestProposal(tx, who.key, found.id)
  const nameOf = createNames(accounts, tx)
  const group = await cases.byRank(tx, found.mergedInto ?? found.id)
  return {
    steps,
    possible: steps.map(({ action }) => action),
    proposal: latest && { ...latest, by: await nameOf(latest.answeredBy ?? latest.askedBy) },
    group: group.length > 1 ? group : [],
  }
}

/**
 * Opens a case with the keys of the session. The person was admitted before; this asks again in its own
 * transaction, because a handler may have been changed in between.
 * @throws notFound('case'), forbidden('case.no-key')
 */
export const openCaseFile = async (
  deps: CaseFileDeps,
  tx: Tx,
  { actor, keys }: { readonly actor: StaffActor; readonly keys: StaffKeys },
  caseId: CaseId,
): Promise<CaseFile> => {
  const found = await deps.cases.findVisible(tx, actor, caseId)
  if (found === undefined) throw notFound('case')
  const holders = await deps.desks.holdersOf(tx, keys)
  const key = await keyOfAdmitted(deps.cases, tx, holders, caseId)
  const today = dayOf(deps.clock())
  const mask = await deps.masking.maskOf(tx, { caseId, key })
  const title = (await deps.cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)
  const course = await courseOf(deps, tx, { actor, key }, found)
  const group = { found, key, group: course.group }
  const members = await membersOf(deps, tx, { actor, holders }, group)
  const officers = await officersOf(deps, tx, members.members)
  return {
    found,
    key,
    mask,
    today,
    ...members,
    officersOf: officers,
    title: title && { ...title, target: mask.text(title.target) },
    behaviours: await behavioursOf(deps, tx, found),
    officers: officers.get(caseId) ?? [],
    next: await nextDueOf(deps, tx, found, today),
    last: await lastDecisionOf(deps, tx, found, { key, mask }),
    evidenceCount: await deps.evidence.count(tx, caseId),
    amendments: await deps.amendments.list(tx, key, caseId),
    ...course,
    mayMask: isAllowed(actor, 'masking.set'),
  }
}
