/** Figures with their sums: the last of each line is the sum of the others. */
export type Table = readonly (readonly number[])[]
type Mask = boolean[][]
type Place = { readonly row: number; readonly column: number }

/** Whole rows or columns of which nothing is shown. */
export type IsSmall = (row: number, column: number) => boolean

type Line = readonly Place[]

const linesOf = (table: Table): Line[] => {
  const width = table[0]?.length ?? 0
  const across = table.map((cells, row) => cells.map((_, column) => ({ row, column })))
  const down = Array.from({ length: width }, (_, column) =>
    table.map((_cells, row) => ({ row, column })),
  )
  return [...across, ...down].filter(line => line.length > 1)
}

const at = (table: Table, { row, column }: Place): number => Math.abs(table[row]?.[column] ?? 0)

const hide = (mask: Mask, { row, column }: Place): void => {
  const line = mask[row]
  if (line !== undefined) line[column] = true
}

/** The smallest that is still shown and is not nothing; a sum only when no part is left. */
const nextOf = (table: Table, mask: Mask, line: Line): Place | undefined =>
  line
    .filter(place => mask[place.row]?.[place.column] !== true && at(table, place) > 0)
    .reduce<Place | undefined>(
      (best, place) => (best === undefined || at(table, place) < at(table, best) ? place : best),
      undefined,
    )

/** One hidden figure is told by the others; so are several that all are small. */
const isTold = (
  table: Table,
  mask: Mask,
  { line, least }: { line: Line; least: number },
): boolean => {
  const hidden = line.filter(place => mask[place.row]?.[place.column] === true)
  return hidden.length > 0 && (hidden.length < 2 || hidden.every(place => at(table, place) < least))
}

/** @returns whether something was hidden */
const cover = (
  table: Table,
  mask: Mask,
  { line, least }: { line: Line; least: number },
): boolean => {
  if (!isTold(table, mask, { line, least })) return false
  const next = nextOf(table, mask, line)
  if (next === undefined) return false
  hide(mask, next)
  return true
}

/**
 * Which figures are not shown: those that are small but not nothing, those of whole lines that are small, and as many
 * more that no sum, across or down, gives one of them away.
 */
export const hiddenIn = (
  table: Table,
  least: number,
  isSmall: IsSmall = () => false,
): readonly (readonly boolean[])[] => {
  const mask = table.map((cells, row) =>
    cells.map((cell, column) => cell !== 0 && (Math.abs(cell) < least || isSmall(row, column))),
  )
  const lines = linesOf(table)
  let more = true
  // Each round hides at least one figure more.
  while (more) more = lines.map(line => cover(table, mask, { line, least })).includes(true)
  return mask
}

/** The parts of a whole are told by a share as by themselves. */
export const showsShare = (part: number, whole: number, least: number): boolean =>
  whole >= least && [part, whole - part].every(one => one === 0 || one >= least)
