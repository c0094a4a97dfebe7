import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Case, Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks, Holder } from '../desks'
import type { Notices } from '../notify'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import { newSymmetricKey, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { unavailable } from '../platform/errors'
import type { Random } from '../platform/random'
import type { ReporterActor } from '../vocabulary/actor'
import type { AppealId, CaseId, OrganisationId, ReportId } from '../vocabulary/ids'
import { deleteAnswers, markAnswersRead } from './answers.repository'
import type { AppealKind, OpenAppeal, Told } from './appeal'
import { createAppealDesk, type AppealDesk } from './appeal-desk.service'
import { openAppealKey, openWith, sealAppeal } from './appeal-seals'
import { deleteAppeals, idsOfCase, insertAppeal, listOfReport } from './appeals.repository'
import { passAppeals, takeDueAppeals } from './due-appeals.repository'

export type AppealDeps = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly desks: Desks
  readonly notices: Notices
  readonly organisations: Organisations
  readonly clock: Clock
  readonly random: Random
}

type NewAppeal = {
  readonly kind: AppealKind
  readonly caseId: CaseId
  readonly caseKey: SymmetricKey
  /** The reporter's own key pair: one of the two that can open it. */
  readonly reporter: Holder
  readonly told: Omit<Told, 'version'>
  /** The form's own number (UUID): sent twice it is one appeal. */
  readonly once: string
}

type Above = NonNullable<Awaited<ReturnType<Desks['nearestWith']>>>

export type Appeals = {
  readonly desk: AppealDesk
  /** The nearest body above this one whose supervision desk somebody can open; undefined up to the top. */
  readonly above: (tx: Tx, organisationId: OrganisationId) => Promise<Above | undefined>
  /**
   * Lays it before the supervision desk above, with the key of the case. Call it last. To one decision a
   * reporter objects once; sent again it does nothing.
   * @throws unavailable `appeal.nobody-above`
   */
  readonly make: (tx: Tx, actor: ReporterActor, wanted: NewAppeal) => Promise<void>
  /** The reporter's own, oldest first. */
  readonly listMine: (tx: Tx, reporter: Holder) => Promise<OpenAppeal[]>
  readonly readByReporter: (tx: Tx, appealIds: readonly AppealId[]) => Promise<void>
  /** What waits for an answer, by the day it is due, for whoever reminds; each taker gets others. */
  readonly due: { readonly take: typeof takeDueAppeals; readonly pass: typeof passAppeals }
  /** Retention: with their keys. */
  readonly erase: (tx: Tx, caseId: CaseId) => Promise<void>
}

/** By which clock the body above answers (lawbook, `deadline-rule`). */
const ruleOf: Record<AppealKind, string> = {
  objection: 'OBJECTION_ANSWER',
  protection: 'PROTECTION_ACT',
}

const findAbove =
  ({ organisations, desks }: AppealDeps): Appeals['above'] =>
  async (tx, organisationId) => {
    const first = await organisations.above(tx, organisationId)
    return first === undefined ? undefined : desks.nearestWith(tx, first.id, 'supervision')
  }

const listMine: Appeals['listMine'] = async (tx, reporter) => {
  const opened: OpenAppeal[] = []
  for (const row of await listOfReport(tx, reporter.id as ReportId)) {
    const key = openAppealKey(row, [reporter])
    if (key !== undefined) opened.push(await openWith(tx, row, key))
  }
  return opened
}

const isMade = async (tx: Tx, { kind, reporter, told }: NewAppeal): Promise<boolean> =>
  kind === 'objection' &&
  (await listMine(tx, reporter)).some(one => one.told.decisionId === told.decisionId)

/** Everybody at the desk learns that there is something new, and nothing more. */
const tell = async ({ accounts, notices }: AppealDeps, tx: Tx, { organisationId }: Above) => {
  const people = await accounts.listActive(tx, organisationId, 'supervision')
  await notices.mark(
    tx,
    people.map(({ id }) => ({ kind: 'staff', staffId: id })),
  )
}

const store = async (
  deps: AppealDeps,
  tx: Tx,
  { found, above, wanted }: { found: Case; above: Above; wanted: NewAppeal },
): Promise<AppealId | undefined> => {
  const { random, clock, deadlines, organisations } = deps
  const { kind, reporter, told, once } = wanted
  const id = random.uuid() as AppealId
  const today = dayOf(clock())
  const { regionCode } = await organisations.get(tx, above.organisationId)
  const due = await deadlines.plan(tx, ruleOf[kind], { place: regionCode, on: today })
  const isNew = await insertAppeal(tx, {
    ...{ id, kind, once },
    ...{ case_id: found.id, report_id: reporter.id as ReportId },
    ...{ organisation_id: above.organisationId, desk_id: above.desk.deskId },
    ...{ desk_version: above.desk.version, made_on: today },
    ...{ rule_code: due.ruleCode, rule_place: due.rulePlace, rule_version: due.ruleVersion },
    ...{ due_on: due.dueOn, provisional: due.provisional },
    ...{ read_on: null, acted_on: null, acted_by: null },
    ...sealAppeal({
      id,
      key: newSymmetricKey(random),
      told: { version: 1, ...told },
      reporter,
      desk: above.desk,
    }),
  })
  return isNew ? id : undefined
}

const make =
  (deps: AppealDeps): Appeals['make'] =>
  async (tx, actor, wanted) => {
    const { cases, audit, organisations } = deps
    const { kind, caseId, caseKey } = wanted
    const found = await cases.lock(tx, caseId)
    if (await isMade(tx, wanted)) return
    const above = await findAbove(deps)(tx, found.organisationId)
    if (above === undefined)
      throw unavailable('appeal.nobody-above', { ask: await organisations.askAbove(tx) })
    const id = await store(deps, tx, { found, above, wanted })
    if (id === undefined) return
    const { deskId, version, publicKey } = above.desk
    await cases.grant(tx, caseId, caseKey, { kind: 'desk', id: deskId, version, publicKey })
    await tell(deps, tx, above)
    // A call for protection is no business of the case's own body: its record, and the history that its
    // officers read, must not have it.
    if (kind === 'objection')
      await audit.record(tx, actor, found.organisationId, { deed: 'objection.made', caseId })
    else
      await audit.record(tx, actor, above.organisationId, { deed: 'protection.asked', subject: id })
  }

export const createAppeals = (deps: AppealDeps): Appeals => ({
  desk: createAppealDesk(deps),
  above: findAbove(deps),
  make: make(deps),
  listMine,
  due: { take: takeDueAppeals, pass: passAppeals },
  readByReporter: (tx, ids) => markAnswersRead(tx, ids, dayOf(deps.clock())),
  erase: async (tx, caseId) => {
    await deleteAnswers(tx, await idsOfCase(tx, caseId))
    await deleteAppeals(tx, caseId)
  },
})
