import type { Recovery } from '../accounts'
import type { Audit } from '../audit'
import { privateKeyPlace, type Cases, type NewCase } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Evidence } from '../evidence'
import type { Identities } from '../identity'
import type { Organisations } from '../organisations'
import { placeInWords } from '../organisations'
import { createKeyPair, sealField, wipe } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { unavailable } from '../platform/errors'
import type { Random } from '../platform/random'
import type { DerivedReceipt, ReceiptCode, Receipts } from '../receipts'
import type { Registry } from '../registry'
import type { OrganisationId, ReportId } from '../vocabulary/ids'
import { claimBytes } from './answers.rules'
import {
  chosenBehaviours,
  isWhole,
  toContent,
  toTitle,
  type Target,
  type WholeAnswers,
} from './content.rules'
import type { Drafts, OpenDraft } from './drafts.service'
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
  readonly drafts: Drafts
}

/** A code that belongs to nobody yet, with what is derived from it: slow work, done before any lock. */
export type FreshReceipt = { readonly code: ReceiptCode; readonly derived: DerivedReceipt }

export type Submission = {
  /** @throws unavailable `intake.not-ready` while no recovery key exists outside the demonstration */
  readonly assertReady: (tx: Tx) => Promise<void>
  readonly freshReceipt: () => Promise<FreshReceipt>
  /**
   * Makes the report of a draft that the caller holds locked, and deletes the draft: all or nothing
   * with the caller's transaction. The caller has checked that the draft is whole.
   * @throws unavailable `intake.nobody-above`, `intake.no-desk`, `desk.missing`
   */
  readonly submit: (
    tx: Tx,
    draft: OpenDraft,
    lists: Lists,
    receipt: FreshReceipt,
  ) => Promise<ReportId>
  readonly targetOf: (tx: Tx, answers: WholeAnswers, lists: Lists) => Promise<Target>
}

/**
 * Who may open it first. What concerns the body itself, or may concern it, passes over the body: only
 * what stands above is asked (docs: confidentiality, «A report about the body itself»).
 */
const destinationOf = async (
  tx: Tx,
  { organisations, desks }: SubmissionDeps,
  regionCode: string,
  aboutBody: boolean,
): Promise<OrganisationId> => {
  const covering = await organisations.forRegion(tx, regionCode === '' ? null : regionCode)
  const first = aboutBody ? await organisations.above(tx, covering.id) : covering
  if (first === undefined) throw unavailable('intake.nobody-above')
  const nearest = await desks.nearestWith(tx, first.id, 'intake')
  if (nearest === undefined) throw unavailable('intake.no-desk')
  return nearest.organisationId
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
  readonly draft: OpenDraft
  readonly answers: WholeAnswers
  readonly target: Target
  readonly lists: Lists
  readonly receipt: FreshReceipt
  readonly reportId: ReportId
  readonly organisationId: OrganisationId
}

const behavioursOf = ({ answers, lists }: Sending): [string, ...string[]] => {
  const [first, ...rest] = chosenBehaviours(answers.type, lists.behaviours).map(b => b.code)
  return [first ?? unsureBehaviour, ...rest]
}

/** The reporter's key pair is made here; its private half leaves wrapped by the code, or not at all. */
const newCase = (sending: Sending): NewCase => {
  const { draft, answers, target, lists, receipt, reportId } = sending
  const pair = createKeyPair()
  const content = toContent(answers, target, lists)
  const wrapped = sealField(receipt.derived.wrappingKey, privateKeyPlace(reportId), pair.privateKey)
  wipe(pair.privateKey)
  return {
    caseId: draft.caseId,
    caseKey: draft.caseKey,
    organisationId: sending.organisationId,
    source: 'web',
    regionCode: target.regionCode === '' ? null : target.regionCode,
    targetKind: kindOfCase(target.kind, answers.type.codes, lists.behaviours),
    behaviours: behavioursOf(sending),
    institutionId: answers.subject.institutionId,
    receivedOn: lists.today,
    title: toTitle(content, lists.relations),
    report: {
      reportId,
      draftId: draft.id,
      content,
      publicKey: pair.publicKey,
      receiptLookup: receipt.derived.lookup,
      wrappedPrivateKey: wrapped,
      ...(answers.identity === 'anon-claim' && answers.claim !== undefined
        ? { claimVerifier: claimBytes(answers.claim) }
        : {}),
    },
  }
}

const submit =
  (deps: SubmissionDeps): Submission['submit'] =>
  async (tx, draft, lists, receipt) => {
    const { answers } = draft
    if (!isWhole(answers)) throw new Error('the draft is not whole')
    const target = await targetOf(deps)(tx, answers, lists)
    const aboutBody = answers.subject.aboutBody !== 'no'
    const organisationId = await destinationOf(tx, deps, target.regionCode, aboutBody)
    const reportId = deps.random.uuid() as ReportId
    const wanted = newCase({ draft, answers, target, lists, receipt, reportId, organisationId })

    const { caseId } = await deps.cases.create(tx, wanted)
    if (answers.identity === 'named' && draft.identity !== undefined)
      await deps.identities.store(tx, {
        reportId,
        organisationId,
        identityKey: draft.identityKey,
        reporterPublicKey: wanted.report.publicKey,
        identity: draft.identity,
      })
    await deps.evidence.submitDraft(tx, draft.id, reportId)
    const { regionCode } = await deps.organisations.get(tx, organisationId)
    const at = { place: regionCode, on: lists.today }
    const { dueOn } = await deps.deadlines.start(tx, caseId, 'CLUE_VERIFY', at)
    await deps.cases.setNextDue(tx, caseId, dueOn)
    await deps.drafts.remove(tx, draft.id)
    const reporter = { side: 'reporter', reportId } as const
    await deps.audit.record(tx, reporter, organisationId, { deed: 'case.received', caseId })
    return reportId
  }

export const createSubmission = (deps: SubmissionDeps): Submission => ({
  assertReady: async tx => {
    if (deps.demonstration || (await deps.recovery.isReadyForReports(tx))) return
    throw unavailable('intake.not-ready')
  },
  freshReceipt: async () => {
    const code = deps.receipts.newCode()
    return { code, derived: await deps.receipts.derive(code) }
  },
  submit: submit(deps),
  targetOf: targetOf(deps),
})
