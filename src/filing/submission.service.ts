import type { Recovery } from '../accounts'
import type { Audit } from '../audit'
import { privateKeyPlace, type Cases, type NewCase } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Evidence } from '../evidence'
import type { Identities } from '../identity'
import { maskedTarget } from '../masking'
import type { Organisations } from '../organisations'
import { placeInWords } from '../organisations'
import { createKeyPair, sealField, wipe, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { unavailable } from '../platform/errors'
import type { Random } from '../platform/random'
import type { DerivedReceipt, ReceiptCode, Receipts } from '../receipts'
import type { Registry } from '../registry'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, DraftId, ReportId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer, SubjectAnswer } from '../vocabulary/report-answers'
import type { ReportContent } from '../vocabulary/report-content'
import {
  chosenBehaviours,
  claimBytes,
  isWhole,
  toContent,
  toTitle,
  type Target,
  type WholeAnswers,
} from './content.rules'
import {
  canTakeAboutBody,
  canTakeNames,
  destinationOf,
  findDestination,
  type Destination,
} from './destination.service'
import type { Lists } from './lists'
import { kindOfCase, kindOfChoice, kindOfInstitution, unsureBehaviour } from './target.rules'

export type SubmissionDeps = {
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
}

/** A code for a report to come, with what is derived from it: slow work, done before any lock. */
export type FreshReceipt = {
  readonly reportId: ReportId
  readonly code: ReceiptCode
  readonly derived: DerivedReceipt
}

/** Who wrote the report down for somebody else, how that person came, and whether the code will be read out. */
type TakenDown = {
  readonly source: Exclude<NewCase['source'], 'web'>
  readonly officer: StaffActor
  readonly codeSeen: boolean
}

/** Everything that one report is made of, with the keys it was written under. In memory only. */
type WrittenReport = {
  readonly id: DraftId
  readonly caseId: CaseId
  readonly caseKey: SymmetricKey
  readonly identityKey: SymmetricKey
  readonly answers: Answers
  readonly identity: IdentityAnswer | undefined
  /** Absent: the reporter wrote it, on the web. */
  readonly takenDown?: TakenDown
  /** Looks as if a machine had filled it in: it is taken all the same, and marked. */
  readonly suspect?: boolean
}

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
  readonly submit: (
    tx: Tx,
    written: WrittenReport,
    lists: Lists,
    receipt: FreshReceipt,
  ) => Promise<void>
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

type Sending = {
  readonly written: WrittenReport
  readonly answers: WholeAnswers
  readonly target: Target
  readonly lists: Lists
  readonly receipt: FreshReceipt
  readonly reportId: ReportId
} & Destination

const behavioursOf = ({ answers, lists }: Sending): [string, ...string[]] => {
  const [first, ...rest] = chosenBehaviours(answers.type, lists.behaviours).map(b => b.code)
  return [first ?? unsureBehaviour, ...rest]
}

/** The reporter's key pair is made here; its private half leaves wrapped by the code, or not at all. */
const newReport = (sending: Sending): NewCase['report'] => {
  const { written, answers, target, lists, receipt, reportId } = sending
  const pair = createKeyPair()
  const wrapped = sealField(receipt.derived.wrappingKey, privateKeyPlace(reportId), pair.privateKey)
  wipe(pair.privateKey)
  return {
    reportId,
    draftId: written.id,
    content: toContent(answers, target, lists),
    publicKey: pair.publicKey,
    receiptLookup: receipt.derived.lookup,
    wrappedPrivateKey: wrapped,
    codeSeenByOfficer: written.takenDown?.codeSeen ?? false,
    ...(answers.identity === 'anon-claim' && answers.claim !== undefined
      ? { claimVerifier: claimBytes(answers.claim) }
      : {}),
  }
}

const titleOf = (content: ReportContent, { relations }: Sending['lists']): NewCase['title'] => {
  const title = toTitle(content, relations)
  return content.target.name === '' ? title : { ...title, target: maskedTarget(content) }
}

const newCase = (sending: Sending): NewCase => {
  const { written, answers, target, lists } = sending
  return {
    caseId: written.caseId,
    caseKey: written.caseKey,
    organisationId: sending.organisationId,
    desk: sending.desk,
    source: written.takenDown?.source ?? 'web',
    regionCode: target.regionCode === '' ? null : target.regionCode,
    targetKind: kindOfCase(target.kind, answers.type.codes, lists.behaviours),
    behaviours: behavioursOf(sending),
    institutionId: answers.subject.institutionId,
    receivedOn: lists.today,
    title: titleOf(toContent(answers, target, lists), lists),
    report: newReport(sending),
    suspect: written.suspect ?? false,
  }
}

const storeIdentity = async (
  tx: Tx,
  { identities }: SubmissionDeps,
  { written, answers, reportId, organisationId }: Sending,
  reporterPublicKey: Buffer,
): Promise<void> => {
  const { identity, identityKey } = written
  if (answers.identity !== 'named' || identity === undefined) return
  await identities.store(tx, { reportId, organisationId, identityKey, reporterPublicKey, identity })
}

/** The verification clock runs from the day of arrival, wherever the report came in. */
const planClock = async (
  tx: Tx,
  { organisations, deadlines }: SubmissionDeps,
  { lists, organisationId }: Sending,
) => {
  const { regionCode } = await organisations.get(tx, organisationId)
  return deadlines.plan(tx, 'CLUE_VERIFY', { place: regionCode, on: lists.today })
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
    const clock = await planClock(tx, deps, sending)
    const wanted = { ...newCase(sending), nextDueOn: clock.dueOn }

    // Sent together, the case before what belongs to it: from here on other submissions wait for the number.
    await Promise.all([
      deps.cases.create(tx, wanted),
      storeIdentity(tx, deps, sending, wanted.report.publicKey),
      deps.evidence.submitDraft(tx, written.id, reportId),
      deps.deadlines.begin(tx, written.caseId, clock),
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
