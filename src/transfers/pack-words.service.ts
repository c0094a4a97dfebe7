import { assertUnmasking, copiedWords, copyFinderOf, maskedFaults, type Masking } from '../masking'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { OpenCase } from './transfer'

export type Faults = Readonly<Record<string, string>>
type Words = Readonly<Record<string, string>>
type Deps = { readonly masking: Masking }

const masked = async ({ masking }: Deps, tx: Tx, open: OpenCase, typed: Words) => {
  try {
    await assertUnmasking(masking, tx, { caseId: open.found.id, key: open.key }, typed)
    return {}
  } catch (error) {
    return maskedFaults(error)
  }
}

const filled = (faults: Record<string, string>): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([, words]) => words !== ''))

/** Of what stands in the case already: which words, is told only to whoever sets the masks. */
const ofCase = (faults: Faults, copied: Faults, actor: StaffActor): Faults => {
  const places = [...new Set([...Object.keys(faults), ...Object.keys(copied)])]
  if (places.length === 0) return {}
  const words = isAllowed(actor, 'masking.set') ? Object.values({ ...copied, ...faults }) : []
  const shown = words.length === 0 ? '' : `（${words.join('；')}）`
  return {
    brief: `${places.join('、')}里有能认出举报人的内容，或者照抄了原文，不能移送${shown}。请先改写`,
  }
}

/** A sentence that goes on in the next field was copied as well. */
const splitCopy = (findCopy: (text: string) => string, typed: Words, copied: Faults): Faults => {
  const [last] = Object.keys(typed).slice(-1)
  const run = findCopy(Object.values(typed).join(''))
  if (last === undefined || run === '' || Object.keys(copied).length > 0) return {}
  return { [last]: copiedWords(run) }
}

type Asked = {
  readonly actor: StaffActor
  /** By the field that it was typed into. */
  readonly typed: Words
  /** By where in the case it stands. */
  readonly fromCase: Words
}

/**
 * What keeps a pack from leaving, by field: words that are masked in the case, and runs of what a reporter wrote.
 * Nothing of it is logged; it is drawn beside what was typed.
 */
export const wordFaults = async (
  deps: Deps,
  tx: Tx,
  open: OpenCase,
  { actor, typed, fromCase }: Asked,
): Promise<Faults> => {
  const { found, key } = open
  const findCopy = await copyFinderOf(deps.masking, tx, { caseId: found.id, key })
  const copies = (words: Words): Record<string, string> =>
    Object.fromEntries(Object.entries(words).map(([field, text]) => [field, findCopy(text)]))
  const copied = filled(
    Object.fromEntries(
      Object.entries(copies(typed)).map(([field, run]) => [field, copiedWords(run)]),
    ),
  )
  const split = splitCopy(findCopy, typed, copied)
  const inCase = ofCase(await masked(deps, tx, open, fromCase), filled(copies(fromCase)), actor)
  return { ...split, ...copied, ...(await masked(deps, tx, open, typed)), ...inCase }
}
