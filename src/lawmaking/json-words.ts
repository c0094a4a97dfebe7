import type { z } from 'zod'

export type Read<T> = {
  readonly data?: T
  readonly faults: readonly string[]
  readonly notes: readonly string[]
}

export const refuse = (...faults: readonly string[]): Read<never> => ({ faults, notes: [] })

const parsed = (words: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(words) as unknown }
  } catch {
    return undefined
  }
}

const pathOf = (issue: z.core.$ZodIssue): string =>
  issue.path.length === 0 ? '整份' : `“${issue.path.join('.')}”`

/** Law as it is edited and compared line by line. */
export const jsonWords = (data: unknown): string => JSON.stringify(data, null, 2)

/** Every fault by the name of what is wrong. */
export const readJson = <T>(schema: z.ZodType<T>, words: string): Read<T> => {
  const json = parsed(words)
  if (json === undefined) return refuse('读不出来：要写成 JSON，逗号、引号和括号要成对')
  const read = schema.safeParse(json.value)
  if (read.success) return { data: read.data, faults: [], notes: [] }
  return refuse(...read.error.issues.map(issue => `${pathOf(issue)}写得不对或者缺了`))
}
