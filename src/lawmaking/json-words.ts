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

/** What zod says where a check brings no sentence. */
const NOT_SAID = 'Invalid input'

/** A name, a text, or the beginning or end of an object. */
const signs = /("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|([{}])/g

/** Of a name that stands twice the last one counts, which nobody who approves would see. The words are JSON. */
const nameTwice = (words: string): string | undefined => {
  const open: Set<string>[] = []
  for (const [, written, brace] of words.matchAll(signs)) {
    if (brace === '{') open.push(new Set())
    if (brace === '}') open.pop()
    if (written === undefined) continue
    const name = String(JSON.parse(written))
    if (open.at(-1)?.has(name) === true) return name
    open.at(-1)?.add(name)
  }
  return undefined
}

const quoted = (names: readonly PropertyKey[]): string => `“${names.join('.')}”`

const faultsOf = (issue: z.core.$ZodIssue): readonly string[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => `不认识${quoted([...issue.path, key])}，请删去`)
  const where = issue.path.length === 0 ? '整份' : quoted(issue.path)
  const isSaid = issue.code === 'custom' && issue.message !== NOT_SAID
  return [isSaid ? `${where}：${issue.message}` : `${where}写得不对或者缺了`]
}

/** Law as it is edited and compared line by line. */
export const jsonWords = (data: unknown): string => JSON.stringify(data, null, 2)

/** Every fault by the name of what is wrong. */
export const readJson = <T>(schema: z.ZodType<T>, words: string): Read<T> => {
  const json = parsed(words)
  if (json === undefined) return refuse('读不出来：要写成 JSON，逗号、引号和括号要成对')
  const twice = nameTwice(words)
  if (twice !== undefined) return refuse(`“${twice}”在同一处写了两次，请只留一个`)
  const read = schema.safeParse(json.value)
  if (read.success) return { data: read.data, faults: [], notes: [] }
  return refuse(...read.error.issues.flatMap(faultsOf))
}
