import { privateKeyPlace, type NewCase } from '../cases'
import { maskedTarget } from '../masking'
import { createKeyPair, sealField, wipe, type SymmetricKey } from '../platform/crypto'
import type { DerivedReceipt, ReceiptCode } from '../receipts'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, DraftId, ReportId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import type { ReportContent } from '../vocabulary/report-content'
import {
  chosenBehaviours,
  claimBytes,
  toContent,
  toTitle,
  type Target,
  type WholeAnswers,
} from './content.rules'
import type { Destination } from './destination.service'
import type { Lists } from './lists'
import { kindOfCase, unsureBehaviour } from './target.rules'

/** A code for a report to come, with what is derived from it: slow work, done before any lock. */
export type FreshReceipt = {
  readonly reportId: ReportId
  readonly code: ReceiptCode
  readonly derived: DerivedReceipt
}

/** Who wrote the report down for somebody else, and how that person came. */
type TakenDown = {
  readonly source: Exclude<NewCase['source'], 'web'>
  readonly officer: StaffActor
}

/** Everything that one report is made of, with the keys it was written under. In memory only. */
export type WrittenReport = {
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

export type Sending = {
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
const newReport = (sending: Sending, content: ReportContent): NewCase['report'] => {
  const { written, answers, receipt, reportId } = sending
  const pair = createKeyPair()
  const wrapped = sealField(receipt.derived.wrappingKey, privateKeyPlace(reportId), pair.privateKey)
  wipe(pair.privateKey)
  return {
    reportId,
    draftId: written.id,
    content,
    publicKey: pair.publicKey,
    receiptLookup: receipt.derived.lookup,
    wrappedPrivateKey: wrapped,
    // Also where nobody could be told: whether a letter had an address tells too much of who wrote it.
    codeSeenByOfficer: written.takenDown !== undefined,
    ...(answers.identity === 'anon-claim' && answers.claim !== undefined
      ? { claimVerifier: claimBytes(answers.claim) }
      : {}),
  }
}

const titleOf = (content: ReportContent, { relations }: Sending['lists']): NewCase['title'] => {
  const title = toTitle(content, relations)
  return content.target.name === '' ? title : { ...title, target: maskedTarget(content) }
}

export const newCase = (sending: Sending): NewCase => {
  const { written, answers, target, lists } = sending
  const content = toContent(answers, target, lists)
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
    title: titleOf(content, lists),
    report: newReport(sending, content),
    suspect: written.suspect ?? false,
  }
}
