export type DiffLine = { readonly sign: 'same' | 'gone' | 'new'; readonly text: string }

/** Beyond this, lines between the first and the last difference are shown as replaced. */
const MOST_PAIRS = 1_000_000

const all = (sign: DiffLine['sign'], lines: readonly string[]): DiffLine[] =>
  lines.map(text => ({ sign, text }))

const sharedStart = (before: readonly string[], after: readonly string[]): number => {
  const most = Math.min(before.length, after.length)
  let count = 0
  while (count < most && before[count] === after[count]) count += 1
  return count
}

/** How long the longest common rest is, from each pair of lines on. */
const lengthsOf = (before: readonly string[], after: readonly string[]): number[][] => {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  )
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const same = before[row] === after[column]
      const length = same
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
      lengths[row]?.splice(column, 1, length)
    }
  return lengths
}

const middle = (before: readonly string[], after: readonly string[]): DiffLine[] => {
  if (before.length * after.length > MOST_PAIRS)
    return [...all('gone', before), ...all('new', after)]
  const lengths = lengthsOf(before, after)
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0
  const lines: DiffLine[] = []
  let [row, column] = [0, 0]
  while (row < before.length && column < after.length) {
    const [old = '', now = ''] = [before[row], after[column]]
    if (old === now) {
      lines.push({ sign: 'same', text: now })
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      lines.push({ sign: 'gone', text: old })
      row += 1
    } else {
      lines.push({ sign: 'new', text: now })
      column += 1
    }
  }
  return [...lines, ...all('gone', before.slice(row)), ...all('new', after.slice(column))]
}

/** Line by line what went and what came, with what stayed between. */
export const differenceOf = (before: string, after: string): DiffLine[] => {
  if (before === '') return all('new', after.split('\n'))
  const [old, now] = [before.split('\n'), after.split('\n')]
  const start = sharedStart(old, now)
  const end = sharedStart(old.slice(start).reverse(), now.slice(start).reverse())
  return [
    ...all('same', now.slice(0, start)),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...all('same', now.slice(now.length - end)),
  ]
}
