type Unit = 'working' | 'natural' | 'months' | 'years'

type Written = {
  readonly length: number
  readonly unit: Unit
  readonly times?: number | undefined
  readonly atMost?: boolean | undefined
  readonly approver: string
  readonly collective?: boolean | undefined
  readonly tell?: 'reporters' | undefined
}

/** The extension that may be asked for next. */
export type ExtensionRule = Omit<Written, 'times' | 'atMost' | 'collective'> & {
  /** The same as `length` where the rule leaves no choice. */
  readonly shortest: number
  /** How many were given before it. */
  readonly place: number
  /** Given by a meeting, of which a record is kept. */
  readonly collective: boolean
}

/** A rule's extensions follow one another, each as often as it says; once where it says nothing. */
export const nextStretch = (
  extensions: readonly Written[],
  given: number,
): ExtensionRule | undefined => {
  const row = extensions.flatMap(one => Array.from({ length: one.times ?? 1 }, () => one))
  const one = row[given]
  if (one === undefined) return undefined
  const { length, unit, approver, tell } = one
  const shortest = one.atMost === true ? 1 : length
  return {
    ...{ length, unit, approver, shortest, place: given },
    collective: one.collective === true,
    ...(tell === undefined ? {} : { tell }),
  }
}
