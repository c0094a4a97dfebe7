import type { Deed } from './course.rules'
import type { Event } from './year.rules'

type Kind = Deed['kind'] | 'arrive'

/** What makes a good example, and what it is called on the terminal. */
const wanted: readonly {
  readonly words: string
  readonly has: readonly Kind[]
  readonly not: readonly Kind[]
}[] = [
  { words: '刚收到，等着受理', has: [], not: ['accept', 'refuse'] },
  { words: '正在核查，有留言来往', has: ['assign', 'ask', 'write'], not: ['settle'] },
  { words: '不予受理，说明了原因', has: ['refuse'], not: [] },
]

/** The latest example of each: written on the site, so that somebody holds the code. */
export const chooseShown = (
  events: readonly Event[],
): readonly { readonly index: number; readonly words: string }[] => {
  const byCase = new Map<number, Kind[]>()
  for (const { planned, deed } of events) {
    const { source, suspect } = planned.report
    if (source !== 'web' || suspect) continue
    byCase.set(planned.index, [...(byCase.get(planned.index) ?? []), deed.kind])
  }
  const latestFirst = [...byCase].reverse()
  return wanted.flatMap(({ words, has, not }) => {
    const found = latestFirst.find(
      ([, kinds]) =>
        has.every(kind => kinds.includes(kind)) && !not.some(kind => kinds.includes(kind)),
    )
    return found === undefined ? [] : [{ index: found[0], words }]
  })
}
