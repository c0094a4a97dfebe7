import type { HomePart } from '../accounts'

/** Nobody needs to know how many more than a hundred wait. */
export const COUNTED = 100

const tiles = [
  { key: 'approve', href: '/staff/unmask?list=approve', word: '身份申请等您同意' },
  { key: 'answer', href: '/staff/unmask?list=answer', word: '身份申请等您答复' },
  { key: 'readable', href: '/staff/unmask?list=mine', word: '身份答复可以打开' },
] as const

export const inWords = (count: number): string =>
  count >= COUNTED ? `${COUNTED - 1}+` : String(count)

export const toHomeTiles = (counts: ReadonlyMap<string, number>): HomePart => ({
  tiles: tiles.flatMap(({ key, href, word }) => {
    const count = counts.get(key) ?? 0
    return count === 0 ? [] : [{ href, count: inWords(count), word }]
  }),
})
