import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Dialogue } from '../dialogue'
import type { Evidence, EvidenceFile } from '../evidence'
import type { CaseMask, Masking } from '../masking'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'
import type { CaseFile, Member } from './case-file'
import { createNames } from './case-file.service'
import type { Thread, ThreadMessage } from './tabs'

type Deps = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly dialogue: Dialogue
  readonly evidence: Evidence
  readonly masking: Masking
}

/** What came with a case, names and notes through its mask. */
export const filesOf = async (
  { evidence }: Pick<Deps, 'evidence'>,
  tx: Tx,
  { found, key, mask }: Member & { readonly mask: CaseMask },
): Promise<EvidenceFile[]> =>
  (await evidence.list(tx, { caseId: found.id, caseKey: key }, { stage: 'sent' })).map(one => ({
    ...one,
    name: mask.fileName(one.name),
    note: mask.text(one.note),
  }))

const linesOf = async (
  deps: Deps,
  tx: Tx,
  member: Member,
  { officers, mask }: Pick<CaseFile, 'officers' | 'mask'>,
): Promise<ThreadMessage[]> => {
  const files = await filesOf(deps, tx, { ...member, mask })
  const nameOf = createNames(deps.accounts, tx)
  const numberOf = (id: StaffId) => officers.find(({ staffId }) => staffId === id)?.number
  const lines: ThreadMessage[] = []
  for (const message of await deps.dialogue.list(tx, member.key, member.found.id)) {
    const { staffId } = message
    lines.push({
      message: { ...message, body: mask.text(message.body) },
      officer:
        staffId === null ? undefined : { name: await nameOf(staffId), number: numberOf(staffId) },
      files: files.filter(({ messageId }) => messageId === message.id),
    })
  }
  return lines
}

/**
 * What was written with the reporter of this case, and, where it leads others, with each of theirs apart: every reporter
 * knows officers by numbers of their own, and each text goes through the mask of its own case.
 */
export const threadsOf =
  (deps: Deps) =>
  async (tx: Tx, file: CaseFile): Promise<Thread[]> => {
    const threads: Thread[] = []
    for (const member of file.members) {
      const { id: caseId } = member.found
      const own = caseId === file.found.id
      const mask = own ? file.mask : await deps.masking.maskOf(tx, { caseId, key: member.key })
      const officers = file.officersOf.get(caseId) ?? []
      // By the day: the record keeps no hour of a reporter's.
      const deeds = ['report.followed'] as const
      const [visit] = await deps.audit.listForCase(tx, caseId, { deeds, limit: 1 })
      const messages = await linesOf(deps, tx, member, { officers, mask })
      threads.push({ found: member.found, messages, lastVisit: visit?.onDay })
    }
    return threads
  }
