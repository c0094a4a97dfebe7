import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Received } from '../evidence'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { EvidenceId, RecordItemId } from '../vocabulary/ids'
import type { NewItem, OpenFile } from './record'
import { takesRecord, titleOf } from './record-words'
import {
  confirmItem,
  countOfForm,
  findItem,
  insertItem,
  lastSerial,
  listVersions,
  type ItemRow,
} from './records.repository'
import { sealWords } from './sealed-words'

type Deps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly clock: Clock
  readonly random: Random
}

type Adding = {
  readonly actor: StaffActor
  readonly file: OpenFile
  readonly item: NewItem
  readonly results: readonly Received[]
}

/** One line of the record: a file with its name, or what was written down here. */
type Paper = { readonly evidenceId: EvidenceId | null; readonly title: string }

const papersOf = ({ item, results }: Adding): Paper[] => {
  const taken = results.filter(one => one.ok)
  if (taken.length > 0)
    return taken.map(({ id, name }, at) => ({
      evidenceId: id,
      title: titleOf(item.title, name, at, taken.length),
    }))
  // Files came and none was taken: the form is drawn again, and nothing stands for them.
  return results.length > 0 ? [] : [{ evidenceId: null, title: item.title }]
}

/** @throws refused `record-item.changed` when a colleague was first, notFound('record-item') */
const replaced = async (tx: Tx, { file, item }: Adding): Promise<ItemRow | undefined> => {
  if (item.of === undefined) return undefined
  const old = await findItem(tx, file.found.id, item.of)
  if (old === undefined) throw notFound('record-item')
  const [newest] = await listVersions(tx, file.found.id, old.serial)
  if (newest?.id !== old.id) throw refused('record-item.changed')
  return old
}

/** A new version has one file: the new one, or the one that it had. */
const inPlaceOf = (old: ItemRow, papers: readonly Paper[]): Paper[] => {
  const [first] = papers
  return first === undefined ? [] : [{ ...first, evidenceId: first.evidenceId ?? old.evidence_id }]
}

type Slot = Paper & { readonly serial: number; readonly version: number; readonly place: number }

const insert = async (
  { clock, random }: Deps,
  tx: Tx,
  { actor, file, item }: Adding,
  at: Slot,
): Promise<RecordItemId> => {
  const id = random.uuid() as RecordItemId
  const { where, text, pages, words: remark } = item
  await insertItem(tx, {
    ...{ id, case_id: file.found.id, serial: at.serial, version: at.version, kind: item.kind },
    ...{ evidence_id: at.evidenceId, once: item.once, place_in_form: at.place },
    ...{ made_on: item.on, first_officer: actor.id, second_officer: item.second },
    added_at: clock(),
    sealed_words: sealWords(file.key, id, {
      ...{ title: at.title, place: where, text, pages, remark },
    }),
  })
  return id
}

/** Which numbers the papers get: the next ones, or the next version of the one that is corrected. */
const slotsOf = async (tx: Tx, adding: Adding): Promise<Slot[]> => {
  const old = await replaced(tx, adding)
  const papers = papersOf(adding)
  if (old !== undefined)
    return inPlaceOf(old, papers).map((paper, place) => ({
      ...{ ...paper, place, serial: old.serial, version: old.version + 1 },
    }))
  const last = await lastSerial(tx, adding.file.found.id)
  return papers.map((paper, place) => ({ ...paper, place, serial: last + place + 1, version: 1 }))
}

export const addItems = async (deps: Deps, tx: Tx, adding: Adding): Promise<void> => {
  const { actor, file, item } = adding
  const caseId = file.found.id
  const now = await deps.cases.lock(tx, caseId)
  if ((await countOfForm(tx, caseId, item.once)) > 0) return
  if (!takesRecord(now)) throw refused('investigation.closed')
  const ids: RecordItemId[] = []
  for (const slot of await slotsOf(tx, adding)) ids.push(await insert(deps, tx, adding, slot))
  const [subject] = ids
  if (subject === undefined) return
  const done = { deed: 'record-item.added', caseId, subject } as const
  await deps.audit.record(tx, actor, actor.organisationId, done)
}

export const confirm = async (
  { audit, cases, clock }: Deps,
  tx: Tx,
  actor: StaffActor,
  { file, id }: { readonly file: OpenFile; readonly id: RecordItemId },
): Promise<void> => {
  const caseId = file.found.id
  await cases.lock(tx, caseId)
  const row = await findItem(tx, caseId, id)
  if (row === undefined) throw notFound('record-item')
  if (row.second_officer !== actor.id) throw forbidden('record-item.not-second')
  const [newest] = await listVersions(tx, caseId, row.serial)
  if (newest?.id !== id) throw refused('record-item.changed')
  if (!(await confirmItem(tx, id, { by: actor.id, at: clock() }))) return
  const done = { deed: 'record-item.confirmed', caseId, subject: id } as const
  await audit.record(tx, actor, actor.organisationId, done)
}
