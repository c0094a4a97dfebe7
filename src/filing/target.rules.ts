import type { SubjectAnswer } from '../vocabulary/report-answers'

type Kind = {
  readonly code: string
  readonly name: string
  readonly institutionKinds: readonly string[]
}
type Behaviour = { readonly code: string; readonly targetKinds: readonly string[] }

/** The kind of target that an entry of the institution list is. */
export const kindOfInstitution = (listed: string, kinds: readonly Kind[]): string | undefined =>
  kinds.find(kind => kind.institutionKinds.includes(listed))?.code

/** Codes that the product itself relies on; a test compares them with the shipped lawbook. */
const personKind = 'individual'
const otherKind = 'other'
/** 拿不准: the reporter leaves it to us. */
export const unsureBehaviour = 'X2'

/** What the choice in step 1 tells about the kind of target; undefined: any. */
export const kindOfChoice = (
  choice: SubjectAnswer['choice'],
  institutionKind: string | undefined,
): string | undefined => {
  if (choice === 'institution') return institutionKind
  return choice === 'person' ? personKind : undefined
}

export type BehaviourGroup<B> = {
  readonly code: string
  readonly name: string
  readonly behaviours: readonly B[]
}

/** Lists by kind of target: what fits the target first, the rest behind it; nothing is left out. */
export const groupBehaviours = <B extends Behaviour>(
  behaviours: readonly B[],
  kinds: readonly Kind[],
  fits: string | undefined,
): { readonly near: BehaviourGroup<B>[]; readonly far: BehaviourGroup<B>[] } => {
  const groups = kinds
    .map(({ code, name }) => ({
      code,
      name,
      behaviours: behaviours.filter(({ targetKinds }) => targetKinds[0] === code),
    }))
    .filter(group => group.behaviours.length > 0)
  if (!groups.some(({ code }) => code === fits)) return { near: groups, far: [] }
  return {
    near: groups.filter(({ code }) => code === fits),
    far: groups.filter(({ code }) => code !== fits),
  }
}

/** The clear column: the target's own kind, else that of the first behaviour named, else 'other'. */
export const kindOfCase = (
  known: string | undefined,
  codes: readonly string[],
  behaviours: readonly Behaviour[],
): string => known ?? behaviours.find(({ code }) => code === codes[0])?.targetKinds[0] ?? otherKind
