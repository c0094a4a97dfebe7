import type { Accounts, Visitor } from '../accounts'
import { caseLabel, keyOfAdmitted, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { IdentityLetter, Identities, Letters } from '../identity'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { LetterAct, LetterFile, LetterLine } from './letter-file'
import { LETTERS_PAGE, type LetterList } from './lists.rules'

export type LetterDeps = {
  readonly accounts: Accounts
  readonly cases: Cases
  readonly desks: Desks
  readonly identities: Identities
  readonly letters: Letters
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly clock: Clock
}

export const pointOf = async ({ organisations, clock }: LetterDeps, tx: Tx, id: OrganisationId) => {
  const { regionCode } = await organisations.get(tx, id)
  return { place: regionCode, on: dayOf(clock()) }
}

export const labelOf = async ({ cases }: LetterDeps, tx: Tx, id: CaseId): Promise<string> => {
  const { year, serial } = await cases.get(tx, id)
  return caseLabel(year, serial)
}

const deskIdsOf = async ({ desks }: LetterDeps, tx: Tx, { keys }: Visitor): Promise<string[]> =>
  (await desks.holdersOf(tx, keys)).filter(({ kind }) => kind === 'desk').map(({ id }) => id)

type Side = 'officer' | 'desk'

/** Officers of the case, and members of the desk that is asked. @throws notFound('letter') */
export const sideOf = async (
  deps: LetterDeps,
  tx: Tx,
  visitor: Visitor,
  letter: IdentityLetter | undefined,
): Promise<{ readonly letter: IdentityLetter; readonly side: Side }> => {
  const { actor } = visitor
  if (letter === undefined || (await deps.cases.isExcluded(tx, letter.caseId, actor.id)))
    throw notFound('letter')
  if (
    isAllowed(actor, 'letter.serve') &&
    (await deskIdsOf(deps, tx, visitor)).includes(letter.deskId)
  )
    return { letter, side: 'desk' }
  if (
    isAllowed(actor, 'letter.draft') &&
    (await deps.cases.findVisible(tx, actor, letter.caseId)) !== undefined
  )
    return { letter, side: 'officer' }
  throw notFound('letter')
}

const readAs = async (
  deps: LetterDeps,
  tx: Tx,
  { keys }: Visitor,
  { letter, side }: { readonly letter: IdentityLetter; readonly side: Side },
) => {
  const holders = await deps.desks.holdersOf(tx, keys)
  const reader =
    side === 'desk'
      ? { holders }
      : { caseKey: await keyOfAdmitted(deps.cases, tx, holders, letter.caseId) }
  const read = await deps.letters.read(tx, reader, letter)
  if (read === undefined) throw forbidden('case.no-key')
  return read
}

const actsOf = (
  { state, drafterId }: IdentityLetter,
  seen: { readonly side: Side; readonly exists: boolean | undefined; readonly taken: boolean },
  actor: StaffActor,
): LetterAct[] => {
  if (state !== 'handed') return []
  if (seen.side === 'officer') return drafterId === actor.id ? ['withdraw'] : []
  if (seen.exists === undefined) return ['merge', 'return']
  if (!seen.exists) return ['nobody', 'return']
  return seen.taken ? ['served', 'return'] : ['merge', 'served', 'return']
}

const isOpenAt = (paperUntil: Date | null, now: Date): boolean =>
  paperUntil !== null && paperUntil.getTime() > now.getTime()

/** Another member has put the name in and has the paper open: one letter is printed by one person at a time. */
export const isWithColleague = (
  { mergedBy, paperUntil }: IdentityLetter,
  { id }: StaffActor,
  now: Date,
): boolean => mergedBy !== null && mergedBy !== id && isOpenAt(paperUntil, now)

/** For the desk, once it was merged. Before that nothing tells, not even here. */
const addresseeOf = async (
  deps: LetterDeps,
  tx: Tx,
  { keys }: Visitor,
  { letter, side }: { readonly letter: IdentityLetter; readonly side: Side },
): Promise<boolean | undefined> =>
  side === 'desk' && letter.state === 'handed'
    ? deps.letters.hasAddressee(tx, await deps.desks.holdersOf(tx, keys), letter)
    : undefined

const isPaperOpen = (
  { mergedBy, paperUntil }: IdentityLetter,
  { id }: StaffActor,
  now: Date,
): boolean => mergedBy === id && isOpenAt(paperUntil, now)

const peopleIn = ({ drafterId, mergedBy, closedBy }: IdentityLetter): StaffId[] =>
  [drafterId, mergedBy, closedBy].filter(id => id !== null)

/** @throws notFound('letter'), forbidden('case.no-key') */
export const openLetter =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, found: IdentityLetter | undefined): Promise<LetterFile> => {
    const seen = await sideOf(deps, tx, visitor, found)
    const { letter, side } = seen
    const { text, outcome } = await readAs(deps, tx, visitor, seen)
    const exists = await addresseeOf(deps, tx, visitor, seen)
    const taken = isWithColleague(letter, visitor.actor, deps.clock())
    const at = await pointOf(deps, tx, letter.organisationId)
    const ways = await deps.lawbook.list(tx, 'service-way', at)
    const code = outcome?.kind === 'served' ? outcome.way : ''
    return {
      ...{ letter, text, outcome, ways, today: at.on, desk: side === 'desk' },
      label: await labelOf(deps, tx, letter.caseId),
      names: await deps.accounts.namesOf(tx, peopleIn(letter)),
      way: ways.find(one => one.code === code)?.data.name ?? code,
      acts: actsOf(letter, { side, exists, taken }, visitor.actor),
      exists,
      paperOpen: isPaperOpen(letter, visitor.actor, deps.clock()),
    }
  }

const wishOf = async (deps: LetterDeps, tx: Tx, visitor: Visitor, list: LetterList) => {
  const viewer = visitor.actor.id
  if (list === 'mine') return { viewer, drafterId: viewer }
  const deskIds = await deskIdsOf(deps, tx, visitor)
  return list === 'waiting' ? ({ viewer, deskIds, state: 'handed' } as const) : { viewer, deskIds }
}

type Page = { readonly lines: readonly LetterLine[]; readonly older: number | undefined }

export const listLetters =
  (deps: LetterDeps) =>
  async (
    tx: Tx,
    visitor: Visitor,
    { list, before }: { readonly list: LetterList; readonly before: number | undefined },
  ): Promise<Page> => {
    const wish = await wishOf(deps, tx, visitor, list)
    const found = await deps.letters.list(tx, wish, { before, limit: LETTERS_PAGE + 1 })
    return toPage(deps, tx, found)
  }

export const listOfCase =
  (deps: LetterDeps) =>
  async (tx: Tx, { actor }: Visitor, caseId: CaseId, before: number | undefined): Promise<Page> => {
    const wish = { viewer: actor.id, caseId }
    const found = await deps.letters.list(tx, wish, { before, limit: LETTERS_PAGE + 1 })
    return toPage(deps, tx, found)
  }

const toPage = async (
  deps: LetterDeps,
  tx: Tx,
  found: readonly IdentityLetter[],
): Promise<Page> => {
  const shown = found.slice(0, LETTERS_PAGE)
  const drafters = shown.map(({ drafterId }) => drafterId)
  const names = await deps.accounts.namesOf(tx, drafters)
  const lines: LetterLine[] = []
  for (const letter of shown)
    lines.push({
      letter,
      label: await labelOf(deps, tx, letter.caseId),
      drafter: names.get(letter.drafterId) ?? '同事',
    })
  return { lines, older: found.length > LETTERS_PAGE ? shown.at(-1)?.position : undefined }
}

export const countLetters =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, list: LetterList, cap: number): Promise<number> =>
    deps.letters.count(tx, await wishOf(deps, tx, visitor, list), cap)
