import type { Accounts } from '../accounts'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, DrawId } from '../vocabulary/ids'
import { commitmentTo, spell } from './algorithm'
import { drawLabel, type Draw, type Person, type Stake, type Wanted } from './draw'
import {
  countWaiting,
  findByForm,
  holdSealedSeed,
  insertDraw,
  listDraws,
  updateDraw,
  type Place,
} from './draws.repository'
import { abandon, hold } from './holding.service'
import { nextSerial, peopleByNumber } from './numbers.repository'
import {
  getDraw,
  inputsOf,
  listPeople,
  refuseTooSmall,
  seedPlace,
  stakeOf,
  stakesOf,
  type DrawsDeps,
  type Holder,
} from './pool.service'

export type Draws = {
  /** Handlers of the actor's body, the least burdened first. */
  readonly people: (tx: Tx, actor: StaffActor) => Promise<Person[]>
  /** undefined for a case that this person may not know of, or that cannot be given away now. */
  readonly stake: (tx: Tx, holder: Holder, caseId: CaseId) => Promise<Stake | undefined>
  /**
   * Fixes who and what is drawn, and commits to a seed that nobody has seen.
   * @throws refused('draw.too-small'), refused('draw.pool-changed')
   */
  readonly commit: (tx: Tx, holder: Holder, wanted: Wanted) => Promise<DrawId>
  /** @throws notFound('draw') */
  readonly get: (tx: Tx, actor: StaffActor, id: DrawId) => Promise<Draw>
  readonly list: (
    tx: Tx,
    actor: StaffActor,
    page: { readonly before: Place | undefined; readonly limit: number },
  ) => Promise<Draw[]>
  /** @throws refused('draw.own-word'), refused('draw.over') */
  readonly witness: (tx: Tx, actor: StaffActor, id: DrawId, word: string) => Promise<void>
  /**
   * Shows the seed, draws, and gives the cases away: all of it or nothing.
   * @throws refused('draw.not-yours'), .no-word, .over, .pool-changed
   */
  readonly hold: (tx: Tx, holder: Holder, id: DrawId) => Promise<void>
  /** Shows the seed all the same: what would have come stays to be seen. @throws as hold */
  readonly abandon: (tx: Tx, actor: StaffActor, id: DrawId, ground: string) => Promise<void>
  readonly countWaiting: (tx: Tx, actor: StaffActor) => Promise<number>
  /** Names by the numbers of a record, for colleagues. */
  readonly namesIn: (tx: Tx, one: Draw) => Promise<ReadonlyMap<number, string>>
  readonly namesOf: Accounts['namesOf']
}

const SEED_BYTES = 32
const COUNTED = 100
const commit = async (
  deps: DrawsDeps,
  tx: Tx,
  holder: Holder,
  { once, cases, absent }: Wanted,
): Promise<DrawId> => {
  const { actor } = holder
  const made = await findByForm(tx, actor.id, once)
  if (made !== undefined) return made
  const { random, clock, installation, audit } = deps
  const { organisationId } = actor
  const people = await listPeople(deps, tx, actor)
  const stakes = await stakesOf(deps, tx, holder, cases)
  const year = Number(dayOf(clock()).slice(0, 4))
  const serial = await nextSerial(tx, organisationId, year)
  // Of two same forms at once the second has waited for its number: by now the first has made the draw.
  const twin = await findByForm(tx, actor.id, once)
  if (twin !== undefined) return twin
  const inputs = inputsOf({ label: drawLabel(year, serial), people, absent }, stakes)
  refuseTooSmall(inputs)
  const id = random.uuid() as DrawId
  // Only now: whoever chose the pool cannot have known anything of the seed.
  const seed = random.bytes(SEED_BYTES)
  const commitment = commitmentTo(seed)
  await insertDraw(
    tx,
    {
      ...{ id, organisation_id: organisationId, year, serial, once, commitment },
      ...{ inputs: spell(inputs), made_by: actor.id, made_at: clock() },
      sealed_seed: installation.sealOwn(seedPlace(id), seed.toString('hex')),
    },
    cases,
  )
  const ground = commitment.toString('hex')
  await audit.record(tx, actor, organisationId, { deed: 'draw.committed', subject: id, ground })
  return id
}

const witness =
  ({ audit, clock }: DrawsDeps): Draws['witness'] =>
  async (tx, actor, id, word) => {
    await getDraw(tx, actor, id)
    if ((await holdSealedSeed(tx, id)) === undefined) throw refused('draw.over')
    const found = await getDraw(tx, actor, id)
    if (found.made.by === actor.id) throw refused('draw.own-word')
    if (found.word?.by === actor.id && found.word.text === word) return
    if (found.word !== undefined) throw refused('draw.over')
    await updateDraw(tx, id, { word, word_by: actor.id, word_at: clock() })
    await audit.record(tx, actor, actor.organisationId, { deed: 'draw.witnessed', subject: id })
  }

export const createDraws = (deps: DrawsDeps): Draws => ({
  people: (tx, actor) => listPeople(deps, tx, actor),
  stake: (tx, holder, caseId) => stakeOf(deps, tx, holder, caseId),
  commit: (tx, holder, wanted) => commit(deps, tx, holder, wanted),
  get: getDraw,
  list: (tx, { organisationId, id: viewer }, page) =>
    listDraws(tx, { organisationId, viewer }, page),
  witness: witness(deps),
  hold: hold(deps),
  abandon: abandon(deps),
  countWaiting: (tx, { organisationId, id: viewer }) =>
    countWaiting(tx, { organisationId, viewer }, COUNTED),

  namesIn: async (tx, { organisationId, inputs }) => {
    const numbers = [...inputs.pool, ...inputs.absent.map(({ staff }) => staff)]
    const people = await peopleByNumber(tx, organisationId, numbers)
    const names = await deps.accounts.namesOf(tx, [...people.values()])
    return new Map([...people].map(([number, id]) => [number, names.get(id) ?? '同事']))
  },
  namesOf: deps.accounts.namesOf,
})
