import { privateKeyPlace, type CaseTitle, type NewCase } from '../../src/cases'
import { dayOf } from '../../src/platform/clock'
import { createKeyPair, newSymmetricKey, sealField } from '../../src/platform/crypto'
import { systemRandom } from '../../src/platform/random'
import type { CaseId, DraftId, OrganisationId, ReportId } from '../../src/vocabulary/ids'
import type { ReportContent } from '../../src/vocabulary/report-content'
import type { Officer } from './people'
import type { Site } from './site'

export type CaseWish = {
  readonly title?: Partial<CaseTitle>
  readonly content?: Partial<ReportContent>
  readonly behaviours?: readonly [string, ...string[]]
  readonly targetKind?: string
  readonly regionCode?: string
  readonly source?: NewCase['source']
  readonly suspect?: boolean
}

export type StoredCase = { readonly caseId: CaseId; readonly label: string; readonly path: string }

const plainContent: ReportContent = {
  version: 1,
  target: {
    choice: 'typed',
    name: '仁和医院',
    place: '示范市',
    regionCode: '330102',
    aboutBody: 'no',
  },
  identity: 'anon',
  behaviours: [{ code: 'A1', plain: '人没住院，却有住院记录' }],
  unsure: false,
  department: '',
  traceCode: '',
  billNumber: '',
  text: '夜里病区基本没人。',
  when: '今年夏天',
  period: '',
  amount: '',
  relation: '',
  relationPlain: '',
  hide: '',
  contactOk: '',
  toldBefore: '',
}

/** A case as submission makes it, with its clock running, without walking through the seven steps. */
export const storeCase = async (
  { house }: Site,
  organisationId: OrganisationId,
  wish: CaseWish = {},
): Promise<StoredCase> => {
  const caseId = systemRandom.uuid() as CaseId
  const reportId = systemRandom.uuid() as ReportId
  const pair = createKeyPair()
  const wrapping = newSymmetricKey(systemRandom)
  const today = dayOf(house.clock())
  return house.db.inTransaction(async tx => {
    const { label } = await house.cases.create(tx, {
      caseId,
      caseKey: newSymmetricKey(systemRandom),
      organisationId,
      source: wish.source ?? 'web',
      regionCode: wish.regionCode ?? '330102',
      targetKind: wish.targetKind ?? 'hospital',
      behaviours: wish.behaviours ?? ['A1'],
      institutionId: null,
      receivedOn: today,
      suspect: wish.suspect ?? false,
      title: {
        target: '仁和医院',
        gist: '夜里没人',
        identity: 'anon',
        strict: false,
        ...wish.title,
      },
      report: {
        reportId,
        draftId: systemRandom.uuid() as DraftId,
        content: { ...plainContent, ...wish.content },
        publicKey: pair.publicKey,
        receiptLookup: systemRandom.bytes(32),
        wrappedPrivateKey: sealField(wrapping, privateKeyPlace(reportId), pair.privateKey),
      },
    })
    const { regionCode } = await house.organisations.get(tx, organisationId)
    const at = { place: regionCode, on: today }
    const { dueOn } = await house.deadlines.start(tx, caseId, 'CLUE_VERIFY', at)
    await house.cases.setNextDue(tx, caseId, dueOn)
    const reporter = { side: 'reporter', reportId } as const
    await house.audit.record(tx, reporter, organisationId, { deed: 'case.received', caseId })
    return { caseId, label, path: `/staff/cases/${caseId}` }
  })
}

const intakeKeys = (site: Site, officer: Officer) =>
  site.house.db.inTransaction(tx => site.house.desks.holdersOf(tx, officer.keys))

/** Accepted by this officer and given to these two, past the pages. */
export const giveCase = async (
  site: Site,
  by: Officer,
  caseId: CaseId,
  handlers: readonly [Officer, Officer],
): Promise<void> => {
  const { cases, db } = site.house
  const holders = await intakeKeys(site, by)
  const [first, second] = handlers.map(({ actor, keys }) => ({
    staffId: actor.id,
    publicKey: keys.publicKey,
  }))
  if (first === undefined || second === undefined) throw new Error('two handlers')
  await db.inTransaction(async tx => {
    await cases.act(tx, by.actor, caseId, { action: 'accept' })
    const key = await cases.keyOf(tx, holders, caseId)
    await cases.act(tx, by.actor, caseId, { action: 'assign', handlers: [first, second], key })
  })
}

/** A message as the reporter's follow-up page sends it. */
export const reporterWrites = async (
  site: Site,
  by: Officer,
  caseId: CaseId,
  body: string,
): Promise<void> => {
  const { cases, dialogue, db } = site.house
  const holders = await intakeKeys(site, by)
  await db.inTransaction(async tx => {
    const key = await cases.keyOf(tx, holders, caseId)
    const [report] = await cases.contentsOf(tx, key, caseId)
    if (report === undefined) throw new Error('no report')
    const { reportId } = report
    const once = systemRandom.uuid()
    const letter = { caseId, reportId, key, body, once }
    await dialogue.fromReporter(tx, { side: 'reporter', reportId }, letter)
  })
}

/** Whether these words stand anywhere in these rows, in clear, in text or in bytes. */
export const standsIn = (rows: readonly object[], words: string): boolean =>
  rows
    .flatMap(row => Object.values(row) as unknown[])
    .map(value => (Buffer.isBuffer(value) ? value : Buffer.from(String(value))))
    .some(bytes => bytes.includes(words))
