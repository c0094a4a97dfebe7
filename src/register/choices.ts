import type { Day } from '../platform/clock'

export type Choice = { readonly code: string; readonly name: string }

/** What the law book offers to whoever writes, answers or reads. */
export type Choices = {
  readonly today: Day
  readonly kinds: readonly Choice[]
  readonly returns: readonly Choice[]
  /** `told`: the sentence that anybody reads. */
  readonly grounds: readonly (Choice & { readonly told: string })[]
  readonly most: Readonly<Record<'number' | 'institution' | 'articles' | 'body', number>>
}

export const nameOf = (list: readonly Choice[], code: string | null): string =>
  list.find(one => one.code === code)?.name ?? ''
