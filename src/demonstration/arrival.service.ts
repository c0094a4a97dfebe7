import { newSymmetricKey, type SymmetricKey } from '../platform/crypto'
import type { EvidenceId, CaseId, DraftId, ReportId } from '../vocabulary/ids'
import type { Answers } from '../vocabulary/report-answers'
import type { PlannedReport } from './report.rules'
import { asUpload, makeSample } from './sample-files'
import type { Stage } from './stage'
import type { PlannedCase } from './year.rules'

type Keys = { readonly caseId: CaseId; readonly caseKey: SymmetricKey; readonly draftId: DraftId }

const answersOf = ({ institutions, claim }: Stage, report: PlannedReport): Answers => {
  const { institutionCode, ...target } = report.target
  const { identity, type, what, relation } = report
  const institutionId =
    institutionCode === null ? null : (institutions.get(institutionCode) ?? null)
  return {
    subject: { ...target, institutionId },
    identity,
    ...(identity === 'anon-claim' ? { claim } : {}),
    named: identity === 'named',
    type,
    what,
    relation,
  }
}

/** Through the door for files, as part of a draft, each with its note. */
const addFiles = async (
  { rooms }: Stage,
  { index, report }: PlannedCase,
  { caseId, caseKey, draftId }: Keys,
): Promise<void> => {
  if (report.files.length === 0) return
  const { db, evidence } = rooms
  // Left by a run that ended here, under a key that nobody has any more.
  await db.inTransaction(tx => evidence.dropDraft(tx, draftId))
  const samples = report.files.map(({ name }, at) =>
    makeSample(name, `${index}-${at}`, report.what.text),
  )
  const { results } = await evidence.receive(asUpload(samples), {
    ...{ caseId, caseKey, draftId },
    source: 'reporter',
    checkCsrf: () => true,
  })
  const notes: [EvidenceId, string][] = results.map((result, at) => {
    if (!result.ok) throw new Error(`a sample file was not taken: ${result.code}`)
    return [result.id, report.files[at]?.note ?? '']
  })
  await db.inTransaction(tx =>
    evidence.saveNotes(tx, { caseId, caseKey }, Object.fromEntries(notes), 200),
  )
}

/** A report comes in, exactly as one that was written on the site or taken down by an officer. */
export const receiveReport = async (stage: Stage, planned: PlannedCase): Promise<void> => {
  const { rooms, names, cast } = stage
  const { index, report } = planned
  const { db, filing, random, receipts } = rooms
  const caseId = names.uuid(`case ${index}`) as CaseId
  const draftId = names.uuid(`draft ${index}`) as DraftId
  if ((await db.inTransaction(tx => filing.findSent(tx, draftId))) !== undefined) return

  const keys = { caseId, draftId, caseKey: newSymmetricKey(random) }
  const { source, person, suspect } = report
  await addFiles(stage, planned, keys)
  const code = names.code(index)
  const reportId = random.uuid() as ReportId
  const receipt = { reportId, code, derived: await receipts.derive(code) }
  const officer = cast.registrar.actor
  await db.inTransaction(async tx => {
    const lists = await filing.readLists(tx)
    const written = {
      id: draftId,
      ...{ caseId, caseKey: keys.caseKey, identityKey: newSymmetricKey(random) },
      answers: answersOf(stage, report),
      identity: person,
      suspect,
      ...(source === 'web' ? {} : { takenDown: { source, officer } }),
    }
    await filing.submission.submit(tx, written, lists, receipt)
  })
}
