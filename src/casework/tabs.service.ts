import type { Accounts } from '../accounts'
import type { Audit, AuditEntry } from '../audit'
import type { Cases } from '../cases'
import type { Dialogue } from '../dialogue'
import type { Evidence, EvidenceFile } from '../evidence'
import type { Lawbook } from '../lawbook'
import { readContent, type Masking } from '../masking'
import type { Tx } from '../platform/db/transaction'
import { fieldsInWords, readLookGround } from '../vocabulary/identity-fields'
import type { StaffId } from '../vocabulary/ids'
import type { Briefs } from './brief.service'
import type { CaseFile } from './case-file'
import { createNames } from './case-file.service'
import { HISTORY_PAGE, type HistoryPlace } from './casework.rules'
import type { History, HistoryLine, Summary, Thread } from './tabs'
import { filesOf, threadsOf } from './threads.service'

type Deps = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly dialogue: Dialogue
  readonly evidence: Evidence
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly briefs: Briefs
}

export type Tabs = {
  readonly summary: (tx: Tx, file: CaseFile) => Promise<Summary>
  readonly evidence: (tx: Tx, file: CaseFile) => Promise<EvidenceFile[]>
  /** One for each reporter of the matter, this case's own among them. */
  readonly threads: (tx: Tx, file: CaseFile) => Promise<Thread[]>
  readonly history: (tx: Tx, file: CaseFile, before: HistoryPlace | undefined) => Promise<History>
}

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
  threads: threadsOf(deps),
  history: history(deps),
})
