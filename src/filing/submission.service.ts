import type { Recovery } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Deadlines, PlannedClock } from '../deadlines'
import type { Desks, OpenDesk } from '../desks'
import type { Evidence } from '../evidence'
import type { Identities } from '../identity'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { placeInWords } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { unavailable } from '../platform/errors'
import type { Random } from '../platform/random'
import type { Receipts } from '../receipts'
import type { Registry } from '../registry'
import type { ReportId } from '../vocabulary/ids'
import type { SubjectAnswer } from '../vocabulary/report-answers'
import { isWhole, type Target, type WholeAnswers } from './content.rules'
import {
  canTakeAboutBody,
  canTakeNames,
  destinationOf,
  findDestination,
} from './destination.service'
import type { Lists } from './lists'
import { newCase, type FreshReceipt, type Sending, type WrittenReport } from './new-case.service'
import type { ReceiptFacts } from './receipt-facts'
import { toldWithin } from './receipt.service'
import { kindOfChoice, kindOfInstitution } from './target.rules'

export type SubmissionDeps = {
  readonly clock: Clock
  readonly random: Random
  readonly demonstration: boolean
  readonly audit: Audit
  readonly recovery: Recovery
  readonly organisations: Organisations
  readonly registry: Registry
  readonly receipts: Receipts
  readonly desks: Desks
  readonly cases: Cases
  readonly identities: Identities
  readonly evidence: Evidence
  readonly deadlines: Deadlines
  readonly lawbook: Pick<Lawbook, 'list' | 'find'>
}

/** `keep` is told what the slip will say once the number is known, while the rest is still being written. */
type Issued = FreshReceipt & { readonly keep?: (facts: ReceiptFacts) => Promise<void> }

export type Submission = {
  /**
   * Nobody writes what nobody could open. The demonstration seeds itself.
   * @throws unavailable `site.not-open` before the site is set up, `intake.not-ready` while there is no
   *   recovery key or no intake desk with a key
   */
  readonly assertReady: (tx: Tx) => Promise<void>
  /** Whether anybody above holds a key to what concerns the body itself; without a subject, this site's. */
  readonly canTakeAboutBody: (tx: Tx, subject?: SubjectAnswer) => Promise<boolean>
  /** Whether anybody could open the identity of a reporter with a name. */
  readonly canTakeNames: (tx: Tx, subject: SubjectAnswer | undefined) => Promise<boolean>
  readonly freshReceipt: () => Promise<FreshReceipt>
  /**
   * Makes the report: all or nothing with the caller's transaction. The caller holds the row that it was
   * written in, has checked that it is whole, and removes the row before: the record is kept last.
   * @throws unavailable `intake.nobody-above`, `intake.no-desk`, `desk.missing`
   */
  readonly submit: (tx: Tx, written: WrittenReport, lists: Lists, receipt: Issued) => Promise<void>
  readonly targetOf: (tx: Tx, answers: WholeAnswers, lists: Lists) => Promise<Target>
}

const assertReady =
  (deps: SubmissionDeps): Submission['assertReady'] =>
  async tx => {
    if (deps.demonstration) return
    const { organisationId } = await deps.organisations.site(tx)
    if (organisationId === undefined) throw unavailable('site.not-open')
    const hasKey = await deps.recovery.isReadyForReports(tx)
    if (!hasKey || (await findDestination(tx, deps, '', false)) === undefined)
      throw unavailable('intake.not-ready')
  }

const targetOf =
  ({ registry }: SubmissionDeps): Submission['targetOf'] =>
  async (tx, { subject }, lists) => {
    if (subject.institutionId === null) {
      const { choice, name, regionCode } = subject
      const place = placeInWords(regionCode, lists.areas)
      return { name, place, regionCode, kind: kindOfChoice(choice, undefined) }
    }
    const listed = await registry.get(tx, subject.institutionId)
    return {
      name: listed.name,
      place: [placeInWords(listed.regionCode, lists.areas), listed.address].join(' ').trim(),
      regionCode: listed.regionCode,
      kind: kindOfInstitution(listed.kind, lists.kinds),
    }
  }

/** Every report leaves a row here, one without a name says so: sealed, and of one shape. */
const storeIdentity = (
  tx: Tx,
  { identities }: SubmissionDeps,
  { written, answers, reportId }: Sending,
  to: { readonly reporterPublicKey: Buffer; readonly desk: OpenDesk | undefined },
): Promise<void> => {
  const { identityKey } = written
  const identity = answers.identity === 'named' ? written.identity : undefined
  return identities.store(tx, { reportId, identityKey, identity, ...to })
}

/**
 * The verification clock runs from the day of arrival, wherever the report came in; beside it whatever else the law
 * of the place begins that day.
 */
const planClocks = async (
  tx: Tx,
  { organisations, deadlines, lawbook }: SubmissionDeps,
  { lists, organisationId, written }: Sending,
) => {
  const source = written.takenDown?.source ?? 'web'
  const { regionCode } = await organisations.get(tx, organisationId)
  const at = { place: regionCode, on: lists.today }
  const rules = await lawbook.list(tx, 'deadline-rule', at)
  const more = rules
    .filter(({ data }) => data.startsAt === 'receipt')
    .filter(({ data: { sources } }) => sources === undefined || sources.includes(source))
    .map(({ code }) => code)
  const planned = [await deadlines.plan(tx, 'CLUE_VERIFY', at)]
  for (const code of more) planned.push(await deadlines.plan(tx, code, at))
  return planned.sort((one, other) => one.dueOn.localeCompare(other.dueOn))
}

/** What a reporter sends has a day; what an officer writes down is the officer's deed, with the hour. */
const recordArrival = async (
  tx: Tx,
  { audit }: SubmissionDeps,
  { written, reportId, organisationId }: Sending,
): Promise<void> => {
  const { caseId, takenDown } = written
  if (takenDown === undefined) {
    const reporter = { side: 'reporter', reportId } as const
    await audit.record(tx, reporter, organisationId, { deed: 'case.received', caseId })
    return
  }
  await audit.record(tx, takenDown.officer, organisationId, { deed: 'case.registered', caseId })
}

/** What the slip says, but for what only the database gives. */
const slipOf = async (
  tx: Tx,
  { organisations, lawbook }: SubmissionDeps,
  { written, answers, lists, organisationId }: Sending,
  clocks: readonly PlannedClock[],
): Promise<Omit<ReceiptFacts, 'label' | 'files'>> => {
  const body = await organisations.get(tx, organisationId)
  const due = clocks.find(({ ruleCode }) => ruleCode === 'CLUE_VERIFY')
  return {
    caseId: written.caseId,
    organisationId,
    body: body.name,
    receivedOn: lists.today,
    identity: answers.identity,
    due: due && { dueOn: due.dueOn, provisional: due.provisional },
    toldWithin: await toldWithin(tx, lawbook, { place: body.regionCode, on: lists.today }),
  }
}

const submit =
  (deps: SubmissionDeps): Submission['submit'] =>
  async (tx, written, lists, receipt) => {
    const { answers } = written
    if (!isWhole(answers)) throw new Error('the report is not whole')
    const target = await targetOf(deps)(tx, answers, lists)
    const aboutBody = answers.subject.aboutBody !== 'no'
    const destination = await destinationOf(tx, deps, target.regionCode, aboutBody)
    const { reportId } = receipt
    const sending = { written, answers, target, lists, receipt, reportId, ...destination }
    const [clocks, keeper] = await Promise.all([
      planClocks(tx, deps, sending),
      destination.keeper ?? deps.identities.keeperFor(tx, destination.organisationId),
    ])
    const wanted = { ...newCase(sending), ...(clocks[0] && { nextDueOn: clocks[0].dueOn }) }
    const slip = await slipOf(tx, deps, sending, clocks)

    // Sent together, the case before what belongs to it: from here on other submissions wait for the number.
    const made = deps.cases.create(tx, wanted)
    const filesSent = deps.evidence.submitDraft(tx, written.id, reportId)
    await Promise.all([
      made,
      filesSent,
      Promise.all([made, filesSent]).then(([{ label }, files]) =>
        receipt.keep?.({ ...slip, label, files }),
      ),
      storeIdentity(tx, deps, sending, {
        reporterPublicKey: wanted.report.publicKey,
        desk: keeper,
      }),
      ...clocks.map(clock => deps.deadlines.begin(tx, written.caseId, clock)),
      recordArrival(tx, deps, sending),
    ])
  }

export const createSubmission = (deps: SubmissionDeps): Submission => ({
  assertReady: assertReady(deps),
  canTakeAboutBody: canTakeAboutBody(deps),
  canTakeNames: canTakeNames(deps),
  freshReceipt: async () => {
    const code = deps.receipts.newCode()
    const reportId = deps.random.uuid() as ReportId
    return { reportId, code, derived: await deps.receipts.derive(code) }
  },
  submit: submit(deps),
  targetOf: targetOf(deps),
})
