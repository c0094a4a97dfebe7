import { dayOf, shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { headOf, type Head } from './original.view'

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

type Asking = {
  readonly head: Head
  readonly grounds: readonly { readonly code: string; readonly data: { readonly name: string } }[]
  readonly limits: { readonly minutes: number; readonly min: number; readonly max: number }
  /** Where to go once it is open. */
  readonly then: '' | 'masking'
  readonly past: readonly {
    readonly by: string
    readonly at: Date
    readonly groundName: string
    readonly reason: string
  }[]
  readonly today: Day
}

/** For views/masking/ask. */
export const toAskPage = (asking: Asking, { values, errors }: FormState) => {
  const { head, limits, grounds, then } = asking
  const chosen = values['ground'] ?? (then === 'masking' ? then : '')
  return {
    title: `看未遮挡原文 ${head.label}`,
    ...headOf(head),
    then,
    minutes: limits.minutes,
    grounds: grounds.map(({ code, data }, at) => ({
      code,
      id: at === 0 ? 'ground' : `ground-${code}`,
      name: data.name,
      chosen: code === chosen,
    })),
    reason: values['reason'] ?? '',
    reasonHint: `至少 ${limits.min} 字。理由加密保存，能打开这一件的同事看得到；不要在里面写举报人的情况。`,
    reasonLimit: limits.max,
    past: asking.past.map(({ by, at, groundName, reason }) => ({
      when: `${shortDay(dayOf(at), asking.today)} ${clock.format(at)}`,
      by,
      ground: groundName,
      reason,
    })),
    formErrors: errors,
  }
}
