import { dayInWords, shortDay } from '../platform/clock'
import { actionWords } from '../vocabulary/case-words'
import { deedWords } from '../vocabulary/deed-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'
import { momentInWords } from './case-head.view'
import { writeHistoryPlace } from './casework.rules'
import type { History, HistoryLine } from './tabs'

/** Where the case was opened: at a tab, at the form for the brief, or at a step of its course. */
const placeWords: Readonly<Record<string, string>> = {
  ...actionWords,
  summary: '概况',
  evidence: '证据',
  messages: '留言',
  deadlines: '期限',
  history: '记录',
  brief: '核查要点',
  original: '未遮挡原文',
  masking: '设置遮挡',
  assign: '分派',
}

/** The place that was opened, or the ground of a decision; other subjects are ids and say nothing. */
const detailOf = ({ entry, ground }: HistoryLine): string =>
  (entry.deed === 'case.opened' ? placeWords[entry.subject ?? ''] : undefined) ?? ground

/** What the history tab prints beside the head. */
export const toHistory = (
  file: CaseFile,
  { lines, older }: History,
  shown: {
    readonly back: string
    readonly paged: boolean
  },
) => ({
  lines: lines.map(line => {
    const { at, onDay, deed } = line.entry
    return {
      // Reporters' deeds have a day and no hour.
      when: at === null ? shortDay(onDay, file.today) : momentInWords(at, file.today),
      day: dayInWords(onDay),
      iso: onDay,
      what: deedWords[deed],
      who: line.who,
      detail: detailOf(line),
    }
  }),
  older:
    older === undefined
      ? ''
      : caseHref(file.found.id, {
          tab: 'history',
          before: writeHistoryPlace(older),
          back: shown.back,
        }),
  newest: shown.paged ? caseHref(file.found.id, { tab: 'history', back: shown.back }) : '',
})
