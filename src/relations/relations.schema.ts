import { z } from 'zod'
import { lengthOf } from '../vocabulary/staff-paths'

export const RelationPath = z.object({ relationId: z.uuid() })

type Wanted = {
  readonly grounds: readonly string[]
  readonly regions: readonly string[]
  readonly nameMax: number
}

type Typed = { readonly name: string; readonly region: string }
type Problem = readonly [field: keyof Typed, sentence: string]

const nameProblem = (name: string, nameMax: number): string | undefined => {
  const length = lengthOf(name)
  if (length > nameMax) return `最多 ${nameMax} 字，现在多了 ${length - nameMax} 字`
  return lengthOf(name.replace(/[^\p{L}\p{N}]/gu, '')) < 2
    ? '请写单位的全称，至少 2 个字'
    : undefined
}

/** One of the two, never both: each tie is declared by itself. */
const problemOf = ({ name, region }: Typed, wanted: Wanted): Problem | undefined => {
  if (name === '' && region === '') return ['name', '请写单位的名称，或者选一个地区']
  if (name !== '' && region !== '') return ['name', '单位和地区只写一样，另一样再申报一次']
  if (name === '')
    return wanted.regions.includes(region) ? undefined : ['region', '请从名单里选一个地区']
  const sentence = nameProblem(name, wanted.nameMax)
  return sentence === undefined ? undefined : ['name', sentence]
}

/** An employer by name, or a place. */
export const relationForm = (wanted: Wanted) =>
  z
    .object({
      once: z.uuid(),
      ground: z
        .string('请选是哪一种关系')
        .refine(code => wanted.grounds.includes(code), '请选是哪一种关系'),
      name: z.string().trim().catch(''),
      region: z.string().catch(''),
    })
    .superRefine((typed, context) => {
      const problem = problemOf(typed, wanted)
      if (problem === undefined) return
      const [field, message] = problem
      context.addIssue({ code: 'custom', path: [field], message })
    })
    .transform(({ once, ground, name, region }) => ({
      once,
      tie: { ground, name, regionCode: region },
    }))
