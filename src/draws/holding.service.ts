import { decisionMark } from '../cases'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, DrawId, StaffId } from '../vocabulary/ids'
import { draw, spell } from './algorithm'
import type { Draw } from './draw'
import { casesOf, holdSealedSeed, updateDraw } from './draws.repository'
import { peopleByNumber } from './numbers.repository'
import {
  getDraw,
  inputsOf,
  listPeople,
  seedPlace,
  stakesOf,
  type DrawsDeps,
  type Holder,
} from './pool.service'

/** Held, still open, and the actor's own. */
const holdOwn = async ({ installation }: DrawsDeps, tx: Tx, actor: StaffActor, id: DrawId) => {
  if ((await getDraw(tx, actor, id)).made.by !== actor.id) throw refused('draw.not-yours')
  const sealed = await holdSealedSeed(tx, id)
  if (sealed === undefined) return undefined
  const seed = Buffer.from(installation.openOwn(seedPlace(id), sealed), 'hex')
  return { seed, found: await getDraw(tx, actor, id) }
}

/** What was fixed is still so: asked before the seed is used, so that nothing of the result shows in a refusal. */
const refuseChanged = async (
  deps: DrawsDeps,
  tx: Tx,
  holder: Holder,
  found: Draw,
): Promise<CaseId[]> => {
  const stakes = await stakesOf(deps, tx, holder, await casesOf(tx, found.id))
  const people = await listPeople(deps, tx, holder.actor)
  const absent = new Map(
    people
      .filter(({ number }) => !found.inputs.pool.includes(number))
      .map(({ id, number }) => [
        id,
        found.inputs.absent.find(({ staff }) => staff === number)?.reason ?? '',
      ]),
  )
  const now = inputsOf({ label: found.label, people, absent }, stakes)
  const same = { ...now, absent: found.inputs.absent }
  if (spell(same) !== spell(found.inputs)) throw refused('draw.pool-changed')
  return stakes.map(({ found: { id } }) => id)
}

const giveAway = async (
  deps: DrawsDeps,
  tx: Tx,
  holder: Holder,
  { caseId, handlers }: { readonly caseId: CaseId; readonly handlers: readonly StaffId[] },
): Promise<void> => {
  const [last] = await deps.cases.decisionsOf(tx, caseId)
  await deps.assignment.assign(tx, { ...holder, caseId, seen: decisionMark(last) }, handlers)
}

export const hold =
  (deps: DrawsDeps) =>
  async (tx: Tx, holder: Holder, id: DrawId): Promise<void> => {
    const { actor } = holder
    const open = await holdOwn(deps, tx, actor, id)
    // Sent twice: it is drawn.
    if (open === undefined && (await getDraw(tx, actor, id)).drawn !== undefined) return
    if (open === undefined) throw refused('draw.over')
    const { seed, found } = open
    if (found.word === undefined) throw refused('draw.no-word')
    const cases = await refuseChanged(deps, tx, holder, found)
    const result = draw(found.inputs, seed, found.word.text)
    const people = await peopleByNumber(tx, found.organisationId, found.inputs.pool)
    for (const [at, { handlers }] of result.entries()) {
      const drawn = handlers.flatMap(number => people.get(number) ?? [])
      const caseId = cases[at]
      if (caseId !== undefined) await giveAway(deps, tx, holder, { caseId, handlers: drawn })
    }
    await updateDraw(tx, id, {
      ...{ seed, sealed_seed: null, result: JSON.stringify(result) },
      ...{ drawn_by: actor.id, drawn_at: deps.clock() },
    })
    const done = { deed: 'draw.held', subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

export const abandon =
  (deps: DrawsDeps) =>
  async (tx: Tx, actor: StaffActor, id: DrawId, ground: string): Promise<void> => {
    const open = await holdOwn(deps, tx, actor, id)
    if (open === undefined && (await getDraw(tx, actor, id)).abandoned !== undefined) return
    if (open === undefined) throw refused('draw.over')
    await updateDraw(tx, id, {
      ...{ seed: open.seed, sealed_seed: null, abandon_ground: ground },
      ...{ abandoned_by: actor.id, abandoned_at: deps.clock() },
    })
    const done = { deed: 'draw.abandoned', subject: id, ground } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }
