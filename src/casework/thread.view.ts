import { toEvidenceRows } from '../evidence'
import { shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { CaseFile } from './case-file'
import { momentInWords } from './case-head.view'
import type { ThreadMessage } from './tabs'

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

const toMessage = (line: ThreadMessage, file: CaseFile) => {
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

/** What the messages tab prints beside the head. */
export const toThread = (
  file: CaseFile,
  thread: readonly ThreadMessage[],
  form: FormState & {
    readonly once: string
    readonly max: number
    readonly lastVisit: Day | undefined
  },
) => ({
  visited: visitWords(form.lastVisit, file.today),
  messages: thread.map(line => toMessage(line, file)),
  send: `/staff/cases/${file.found.id}/messages`,
  once: form.once,
  bodyLimit: form.max,
  typed: form.values['body'] ?? '',
  // Most messages are questions; drawn again it stays as it was.
  asks: form.values['body'] === undefined || form.values['asks'] === '1',
  formErrors: form.errors,
})
