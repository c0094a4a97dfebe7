import { shortLabel } from '../cases'
import { toEvidenceRows } from '../evidence'
import { shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'
import { momentInWords } from './case-head.view'
import type { Thread, ThreadMessage } from './tabs'

const byWords = ({ officer }: ThreadMessage): string => {
  if (officer === undefined) return '举报人'
  return officer.number === undefined
    ? officer.name
    : `${officer.name}（举报人看到的是“承办人 ${officer.number} 号”）`
}

const readWords = ({ message }: ThreadMessage, today: CaseFile['today']): string => {
  if (message.from === 'reporter') return ''
  return message.readByReporterOn === null
    ? '举报人还没有看'
    : `举报人 ${shortDay(message.readByReporterOn, today)} 看过`
}

const toMessage = (line: ThreadMessage, file: Pick<CaseFile, 'found' | 'today'>) => {
  const { message, files } = line
  const { sentAt, sentOn, from } = message
  return {
    by: byWords(line),
    // A reporter's hour is not kept, so it is not shown either.
    when: sentAt === null ? shortDay(sentOn, file.today) : momentInWords(sentAt, file.today),
    read: readWords(line, file.today),
    side: from === 'staff' ? 'mine' : '',
    fresh: from === 'reporter' && !message.readByStaff,
    body: message.body,
    files: toEvidenceRows(file.found.id, files),
  }
}

/** Whether the reporter has been here since, by the day and no more. */
const visitWords = (lastVisit: Day | undefined, today: Day): string => {
  if (lastVisit === undefined) return '举报人提交以后还没有来看过。'
  return lastVisit === today
    ? '举报人今天来看过。'
    : `举报人 ${shortDay(lastVisit, today)} 以后没有来看过。`
}

const nameOf = (file: CaseFile, { found }: Thread): string => {
  const rank = file.group.findIndex(({ id }) => id === found.id) + 1
  const lead = found.id === file.found.id ? '，主件' : ''
  return `第 ${rank} 位举报人（${shortLabel(found.year, found.serial)}${lead}）`
}

const toThread = (file: CaseFile, several: boolean) => (thread: Thread) => ({
  id: `thread-${thread.found.id}`,
  name: several ? nameOf(file, thread) : '',
  href: several && thread.found.id !== file.found.id ? caseHref(thread.found.id) : '',
  visited: visitWords(thread.lastVisit, file.today),
  messages: thread.messages.map(line =>
    toMessage(line, { found: thread.found, today: file.today }),
  ),
})

const toRecipients = (file: CaseFile, threads: readonly Thread[], chosen: string) =>
  [
    ...threads.map(thread => ({ code: thread.found.id, words: nameOf(file, thread) })),
    { code: 'all', words: `这 ${threads.length} 位举报人，每人一条同样的` },
  ].map(one => ({ ...one, chosen: one.code === chosen }))

/** What the messages tab prints beside the head. */
export const toThreads = (
  file: CaseFile,
  threads: readonly Thread[],
  form: FormState & { readonly once: string; readonly max: number },
) => {
  const several = threads.length > 1
  return {
    threads: threads.map(toThread(file, several)),
    left:
      file.membersLeft > 0 ? `还有 ${file.membersLeft} 件并进来的没有列在这里，到那一件里看。` : '',
    lead:
      file.found.mergedInto === null ? '' : caseHref(file.found.mergedInto, { tab: 'messages' }),
    recipients: several ? toRecipients(file, threads, form.values['to'] ?? '') : [],
    send: `/staff/cases/${file.found.id}/messages`,
    once: form.once,
    bodyLimit: form.max,
    typed: form.values['body'] ?? '',
    // Most messages are questions; drawn again it stays as it was.
    asks: form.values['body'] === undefined || form.values['asks'] === '1',
    formErrors: form.errors,
  }
}
