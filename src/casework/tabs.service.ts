import type { Accounts } from '../accounts'
import type { Audit, AuditEntry } from '../audit'
import type { Cases } from '../cases'
import type { Dialogue } from '../dialogue'
import type { Evidence, EvidenceFile } from '../evidence'
import type { Lawbook } from '../lawbook'
import { readContent } from '../masking'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { fieldsInWords, readLookGround } from '../vocabulary/identity-fields'
import type { StaffId } from '../vocabulary/ids'
import type { Briefs } from './brief.service'
import type { CaseFile } from './case-file'
import { createNames } from './case-file.service'
import { HISTORY_PAGE, type HistoryPlace } from './casework.rules'
import type { History, HistoryLine, Summary, ThreadMessage } from './tabs'

type Deps = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly dialogue: Dialogue
  readonly evidence: Evidence
  readonly lawbook: Lawbook
  readonly briefs: Briefs
}

export type Tabs = {
  readonly summary: (tx: Tx, file: CaseFile) => Promise<Summary>
  readonly evidence: (tx: Tx, file: CaseFile) => Promise<EvidenceFile[]>
  readonly messages: (tx: Tx, file: CaseFile) => Promise<ThreadMessage[]>
  /** The day on which a reporter of the case last came to look; undefined: never since the report. */
  readonly lastVisit: (tx: Tx, file: CaseFile) => Promise<Day | undefined>
  readonly history: (tx: Tx, file: CaseFile, before: HistoryPlace | undefined) => Promise<History>
}

const openOf = ({ found, key }: CaseFile) => ({ caseId: found.id, caseKey: key })

/** What came with the case, names and notes through its mask. */
const filesOf = async ({ evidence }: Deps, tx: Tx, file: CaseFile): Promise<EvidenceFile[]> =>
  (await evidence.list(tx, openOf(file), { stage: 'sent' })).map(one => ({
    ...one,
    name: file.mask.fileName(one.name),
    note: file.mask.text(one.note),
  }))

const summary =
  (deps: Deps): Tabs['summary'] =>
  async (tx, file) => {
    const { cases, briefs } = deps
    const reports = await cases.contentsOf(tx, file.key, file.found.id)
    const originals = reports.map(({ receivedOn, content }) => ({
      receivedOn,
      content: readContent(content),
    }))
    return {
      originals,
      brief: await briefs.read(tx, file, originals[0]?.content),
      files: await filesOf(deps, tx, file),
    }
  }

const messages =
  (deps: Deps): Tabs['messages'] =>
  async (tx, file) => {
    const { dialogue, accounts } = deps
    const thread = await dialogue.list(tx, file.key, file.found.id)
    const files = await filesOf(deps, tx, file)
    const nameOf = createNames(accounts, tx)
    const numberOf = (id: StaffId) => file.officers.find(({ staffId }) => staffId === id)?.number
    const lines: ThreadMessage[] = []
    for (const message of thread) {
      const { staffId } = message
      lines.push({
        message: { ...message, body: file.mask.text(message.body) },
        officer:
          staffId === null ? undefined : { name: await nameOf(staffId), number: numberOf(staffId) },
        files: files.filter(({ messageId }) => messageId === message.id),
      })
    }
    return lines
  }

/** By the day: the record keeps no hour of a reporter's. */
const lastVisit =
  ({ audit }: Deps): Tabs['lastVisit'] =>
  async (tx, { found }) => {
    const [last] = await audit.listForCase(tx, found.id, { deeds: ['report.followed'], limit: 1 })
    return last?.onDay
  }

const whoDid = async (
  entry: AuditEntry,
  nameOf: (id: StaffId) => Promise<string>,
): Promise<string> => {
  if (entry.side === 'reporter') return '举报人'
  return entry.actorId === null ? '系统' : nameOf(entry.actorId as StaffId)
}

const history =
  ({ audit, accounts, lawbook }: Deps): Tabs['history'] =>
  async (tx, { found, today }, before) => {
    const entries = await audit.listForCase(tx, found.id, {
      limit: HISTORY_PAGE + 1,
      ...(before === undefined ? {} : { before }),
    })
    const nameOf = createNames(accounts, tx)
    const at = { place: found.regionCode ?? '*', on: today }
    const law = [
      ...(await lawbook.list(tx, 'refusal-ground', at)),
      ...(await lawbook.list(tx, 'step-ground', at)),
      ...(await lawbook.list(tx, 'unmask-ground', at)),
      ...(await lawbook.list(tx, 'exclusion-ground', at)),
      ...(await lawbook.list(tx, 'release-ground', at)),
    ]
    const nameOfGround = (code: string) => law.find(ground => ground.code === code)?.data.name
    const groundOf = (kept: string | null): string => {
      const look = readLookGround(kept)
      if (look === undefined) return nameOfGround(kept ?? '') ?? kept ?? ''
      const why = nameOfGround(look.ground)
      return [fieldsInWords(look.fields), ...(why === undefined ? [] : [why])].join('，')
    }
    const lines: HistoryLine[] = []
    for (const entry of entries.slice(0, HISTORY_PAGE))
      lines.push({
        entry,
        who: await whoDid(entry, nameOf),
        ground: groundOf(entry.ground),
      })
    return { lines, older: entries.length > HISTORY_PAGE ? lines.at(-1)?.entry : undefined }
  }

/** What each tab of a case page needs, gathered with the key that the visit opened. */
export const createTabs = (deps: Deps): Tabs => ({
  summary: summary(deps),
  evidence: (tx, file) => filesOf(deps, tx, file),
  messages: messages(deps),
  lastVisit: lastVisit(deps),
  history: history(deps),
})
