import type { Accounts, Visitor } from '../accounts'
import type { Audit } from '../audit'
import { keyOfAdmitted, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { Evidence, Received } from '../evidence'
import type { Lawbook } from '../lawbook'
import type { Masking } from '../masking'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, RecordItemId, StaffId } from '../vocabulary/ids'
import { addItems, confirm } from './adding.service'
import type { FormLists, NewItem, OpenFile, Person, RecordItem, ShownItem } from './record'
import { takesRecord } from './record-words'
import { deleteItems, findItem, listNewest, listVersions, waitingFor } from './records.repository'
import { toItem } from './sealed-words'

export type InvestigationDeps = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly desks: Desks
  readonly evidence: Evidence
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly clock: Clock
  readonly random: Random
}

type Adding = {
  readonly item: NewItem
  /** What became of the files of the form, in the order in which they were chosen. */
  readonly results: readonly Received[]
}

type Waiting = { readonly caseId: CaseId; readonly count: number }

export type Investigation = {
  /** With the keys of the session; legal reviewers too, while the case lies at their desk. @throws notFound('case'), forbidden('case.no-key') */
  readonly open: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<OpenFile>
  readonly lists: (tx: Tx, actor: StaffActor, file: OpenFile) => Promise<FormLists>
  /** The newest versions by number, one page; and where the next begins. */
  readonly list: (
    tx: Tx,
    file: OpenFile,
    after: number,
  ) => Promise<{ readonly items: readonly ShownItem[]; readonly next: number | undefined }>
  /** All of them, for the contents of the file. */
  readonly all: (tx: Tx, file: OpenFile) => Promise<readonly ShownItem[]>
  /** Every version of it, the newest first. @throws notFound('record-item') */
  readonly versions: (tx: Tx, file: OpenFile, id: RecordItemId) => Promise<readonly ShownItem[]>
  /** On record that somebody read it. */
  readonly recordView: (tx: Tx, actor: StaffActor, item: RecordItem) => Promise<void>
  /** Safe to send twice. @throws refused `record-item.changed`, `record.closed` */
  readonly add: (tx: Tx, actor: StaffActor, file: OpenFile, adding: Adding) => Promise<void>
  /** By the second officer, once. @throws forbidden `record-item.not-second`, refused `record-item.changed` */
  readonly confirm: (tx: Tx, actor: StaffActor, file: OpenFile, id: RecordItemId) => Promise<void>
  /** What it is about, in the words of the law. */
  readonly behaviours: (tx: Tx, file: OpenFile) => Promise<string[]>
  readonly waiting: (tx: Tx, actor: StaffActor) => Promise<readonly Waiting[]>
  readonly erase: (tx: Tx, caseId: CaseId) => Promise<void>
}

/** Counting stops here: what the home page costs must not grow with what waits. */
const WAITING_CAP = 100

const isHandler = async (
  { cases }: InvestigationDeps,
  tx: Tx,
  caseId: CaseId,
  staffId: StaffId,
): Promise<boolean> =>
  (await cases.officersOf(tx, [caseId])).some(one => one.handling && one.staffId === staffId)

const opening =
  (deps: InvestigationDeps): Investigation['open'] =>
  async (tx, { actor, keys }, caseId) => {
    const { cases, desks, masking } = deps
    const found = await cases.findReadable(tx, actor, caseId)
    if (found === undefined) throw notFound('case')
    const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
    const mask = await masking.maskOf(tx, { caseId, key })
    const mayAdd = takesRecord(found) && (await isHandler(deps, tx, caseId, actor.id))
    return { found, key, mask, mayAdd }
  }

/** Everybody of the body who opens this case, but the one who asks. The other handler stands first. */
const peopleFor = async (
  { accounts, cases }: InvestigationDeps,
  tx: Tx,
  actor: StaffActor,
  { found }: OpenFile,
): Promise<Person[]> => {
  const officers = await cases.officersOf(tx, [found.id])
  const excluded = new Set((await cases.exclusionsOf(tx, found.id)).map(({ staffId }) => staffId))
  const handling = new Set(officers.filter(one => one.handling).map(({ staffId }) => staffId))
  const people = (await accounts.listActive(tx, found.organisationId))
    .filter(({ id }) => id !== actor.id && !excluded.has(id))
    .filter(
      ({ id, duties }) =>
        handling.has(id) || duties.includes('intake') || duties.includes('principal'),
    )
    .map(({ id, displayName }) => ({ id, name: displayName, handling: handling.has(id) }))
  return [...people.filter(one => one.handling), ...people.filter(one => !one.handling)]
}

const listsFor =
  (deps: InvestigationDeps): Investigation['lists'] =>
  async (tx, actor, file) => {
    const { lawbook, clock } = deps
    const today = dayOf(clock())
    const at = { place: file.found.regionCode ?? '*', on: today }
    const limits = await lawbook.limits(tx, at)
    return {
      kinds: await lawbook.list(tx, 'record-kind', at),
      people: await peopleFor(deps, tx, actor, file),
      today,
      limits: {
        title: limits['investigation.title'],
        place: limits['investigation.place'],
        text: limits['investigation.text'],
        remark: limits['investigation.remark'],
        pages: limits['investigation.pages'],
        files: limits['investigation.files'],
      },
    }
  }

const masked = (item: RecordItem, { mask }: OpenFile): RecordItem => ({
  ...item,
  words: {
    ...item.words,
    title: mask.text(item.words.title),
    place: mask.text(item.words.place),
    text: mask.text(item.words.text),
    remark: mask.text(item.words.remark),
  },
})

const showing =
  ({ accounts, lawbook }: InvestigationDeps) =>
  async (tx: Tx, file: OpenFile, items: readonly RecordItem[]): Promise<ShownItem[]> => {
    const names = await accounts.namesOf(
      tx,
      items.flatMap(({ first, second }) => [first, second]),
    )
    const nameOf = (id: StaffId) => names.get(id) ?? '同事'
    const shown: ShownItem[] = []
    for (const item of items) {
      const at = { place: file.found.regionCode ?? '*', on: item.madeOn }
      const law = await lawbook.find(tx, 'record-kind', item.kind, at)
      const [first, second] = [nameOf(item.first), nameOf(item.second)]
      shown.push({ item: masked(item, file), kind: law?.data.name ?? item.kind, first, second })
    }
    return shown
  }

const reading = (deps: InvestigationDeps): Pick<Investigation, 'list' | 'all' | 'versions'> => {
  const show = showing(deps)
  const page = async (tx: Tx, file: OpenFile, after: number, limit: number) =>
    (await listNewest(tx, file.found.id, { after, limit })).map(row => toItem(file.key, row))
  const limitsOf = async (tx: Tx) =>
    deps.lawbook.limits(tx, { place: '*', on: dayOf(deps.clock()) })
  return {
    list: async (tx, file, after) => {
      const size = (await limitsOf(tx))['investigation.page']
      const items = await page(tx, file, after, size + 1)
      const shown = items.slice(0, size)
      const next = items.length > size ? shown.at(-1)?.serial : undefined
      return { items: await show(tx, file, shown), next }
    },
    all: async (tx, file) => {
      const limit = (await limitsOf(tx))['investigation.files'] * 2
      return show(tx, file, await page(tx, file, 0, limit))
    },
    versions: async (tx, file, id) => {
      const row = await findItem(tx, file.found.id, id)
      if (row === undefined) throw notFound('record-item')
      const rows = await listVersions(tx, file.found.id, row.serial)
      return show(
        tx,
        file,
        rows.map(one => toItem(file.key, one)),
      )
    },
  }
}

export const createInvestigation = (deps: InvestigationDeps): Investigation => ({
  open: opening(deps),
  lists: listsFor(deps),
  ...reading(deps),
  recordView: (tx, actor, { id, caseId }) =>
    deps.audit.record(tx, actor, actor.organisationId, {
      ...{ deed: 'record-item.viewed', caseId, subject: id },
    }),
  add: async (tx, actor, file, adding) => {
    if (!(await isHandler(deps, tx, file.found.id, actor.id)))
      throw forbidden('investigation.not-handler')
    await addItems(deps, tx, { actor, file, ...adding })
  },
  confirm: (tx, actor, file, id) => confirm(deps, tx, actor, { file, id }),
  behaviours: async (tx, { found }) => {
    const at = { place: found.regionCode ?? '*', on: found.receivedOn }
    const words: string[] = []
    for (const code of found.behaviours)
      words.push((await deps.lawbook.find(tx, 'behaviour', code, at))?.data.term ?? code)
    return words
  },
  waiting: async (tx, actor) =>
    (await waitingFor(tx, actor.id, WAITING_CAP)).map(row => ({
      caseId: row.case_id,
      count: row.count,
    })),
  erase: deleteItems,
})
