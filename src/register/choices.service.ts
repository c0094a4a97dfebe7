import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Choice, Choices } from './choices'
import type { RegisterDeps } from './keeping'

type Deps = Pick<RegisterDeps, 'lawbook' | 'clock'>

const named = async (
  { lawbook }: Deps,
  tx: Tx,
  kind: 'decision-kind' | 'publication-return',
  at: { readonly place: string; readonly on: Day },
): Promise<Choice[]> =>
  (await lawbook.list(tx, kind, at)).map(({ code, data }) => ({ code, name: data.name }))

export const choicesAt = async (deps: Deps, tx: Tx): Promise<Choices> => {
  const today = dayOf(deps.clock())
  const at = { place: '*', on: today }
  const limits = await deps.lawbook.limits(tx, at)
  const grounds = await deps.lawbook.list(tx, 'publication-ground', at)
  return {
    today,
    kinds: await named(deps, tx, 'decision-kind', at),
    returns: await named(deps, tx, 'publication-return', at),
    grounds: grounds.map(({ code, data: { name, told } }) => ({ code, name, told })),
    most: {
      number: limits['register.number'],
      institution: limits['subject.name'],
      articles: limits['register.articles'],
      body: limits['register.text'],
    },
  }
}
