import type { AuditEntry } from '../audit'
import { hourOf } from '../platform/clock'
import { deedWords } from '../vocabulary/deed-words'
import type { Deed } from '../vocabulary/deeds'

/** A deed that a later version no longer knows keeps its name. */
export const wordsOf = (deed: Deed): string =>
  Object.hasOwn(deedWords, deed) ? deedWords[deed] : deed

const two = (number: number): string => number.toString().padStart(2, '0')

/** 09:05:07 in Beijing. Reporters' deeds have a day and no hour. */
export const timeOf = ({ at }: AuditEntry): string =>
  at === null ? '' : `${two(hourOf(at))}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`

export const sideWords = { staff: '工作端', reporter: '举报人一侧' } as const

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  hourCycle: 'h23',
})

/** 2026-11-23 09:05, in Beijing. */
export const momentWords = (at: Date): string => moment.format(at).replaceAll('/', '-')
