import { z } from 'zod'
import type { StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { Case, Cases } from '../cases'
import type { Desks } from '../desks'
import { dayOf, type Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { Registry } from '../registry'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, InstitutionId, StaffId } from '../vocabulary/ids'
import { keepAwayByName } from './by-name.service'
import type { Relation } from './relation'
import {
  endRelation,
  insertRelation,
  listOfBody,
  listOfPerson,
  type RelationRow,
} from './relations.repository'
import { foldEmployer, touchOf, type Tie, type Touch } from './tie.rules'

type Compared = { readonly found: Case; readonly target: string }

export type Relations = {
  /** What this person has declared; nobody else's can be asked for. */
  readonly own: (tx: Tx, actor: StaffActor) => Promise<Relation[]>
  /** Excludes them at once from the open cases that it touches by the registry. @throws refused('relation.many') */
  readonly declare: (
    tx: Tx,
    actor: StaffActor,
    wanted: { readonly tie: Omit<Tie, 'institutionId'>; readonly once: string },
  ) => Promise<void>
  /** Exclusions that it brought stay: they are the principal's to lift. */
  readonly end: (tx: Tx, actor: StaffActor, id: string) => Promise<void>
  /** Whom of the case's own body declarations touch, and how. Names nobody's declaration. */
  readonly touching: (tx: Tx, compared: Compared) => Promise<ReadonlyMap<StaffId, Touch>>
  /** Excludes who is at the door where their declaration says so. Whether it did. */
  readonly keepAway: (tx: Tx, actor: StaffActor, compared: Compared) => Promise<boolean>
  /** Whether this person has declared anything: without, there is nothing to settle. */
  readonly hasAny: (tx: Tx, actor: StaffActor) => Promise<boolean>
  /**
   * Excludes this person from every open case whose target they have declared a relation to: by the registry, and with
   * the keys of their session by name. False: not all are compared yet, and nothing may be shown before they are.
   */
  readonly settle: (tx: Tx, actor: StaffActor, keys?: StaffKeys) => Promise<boolean>
}

type Deps = {
  readonly audit: Audit
  readonly cases: Pick<
    Cases,
    'exclude' | 'keysOf' | 'listQueue' | 'openAgainst' | 'scopeOf' | 'titlesOf'
  >
  readonly desks: Pick<Desks, 'holdersOf'>
  readonly registry: Pick<Registry, 'search'>
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  readonly random: Random
  readonly clock: Clock
}

/** More is no declaration, it is a mistake. */
const MOST = 50

const placeOf = (id: string) => ({ table: 'staff_relations', column: 'sealed_relation', row: id })

const TieShape = z.object({
  ground: z.string(),
  name: z.string(),
  institutionId: z
    .string()
    .nullable()
    .transform(id => id as InstitutionId | null),
  regionCode: z.string(),
})

const targetOf = ({ found, target }: Compared) => ({
  institutionId: found.institutionId,
  regionCode: found.regionCode,
  name: target,
})

const openWith =
  ({ installation }: Deps) =>
  (row: RelationRow): Relation => ({
    ...TieShape.parse(JSON.parse(installation.openOwn(placeOf(row.id), row.sealed_relation))),
    ...{ id: row.id, staffId: row.staff_id, madeOn: row.made_on },
  })

const inRegistry = async ({ registry }: Deps, tx: Tx, name: string) => {
  if (name === '') return null
  const { items } = await registry.search(tx, { q: name, limit: 20 })
  return items.find(one => foldEmployer(one.name) === foldEmployer(name))?.id ?? null
}

const excludeFrom = async (
  { cases }: Deps,
  tx: Tx,
  actor: StaffActor,
  found: { readonly caseId: CaseId; readonly ground: string },
): Promise<void> => {
  const { caseId, ground } = found
  await cases.exclude(tx, actor, caseId, { staffId: actor.id, ground })
}

const settle = async (
  deps: Deps,
  tx: Tx,
  actor: StaffActor,
  keys?: StaffKeys,
): Promise<boolean> => {
  const rows = await listOfPerson(tx, actor.id)
  const own = rows.map(row => ({ ...openWith(deps)(row), comparedTo: row.compared_to }))
  for (const { institutionId, ground } of own) {
    if (institutionId === null) continue
    const open = await deps.cases.openAgainst(tx, actor, institutionId)
    for (const caseId of open) await excludeFrom(deps, tx, actor, { caseId, ground })
  }
  return keys === undefined || keepAwayByName(deps, tx, { actor, keys }, own)
}

const declare = async (
  deps: Deps,
  tx: Tx,
  actor: StaffActor,
  { tie, once }: Parameters<Relations['declare']>[2],
): Promise<void> => {
  if ((await listOfPerson(tx, actor.id)).length >= MOST)
    throw refused('relation.many', { most: MOST })
  const id = deps.random.uuid()
  const whole: Tie = { ...tie, institutionId: await inRegistry(deps, tx, tie.name) }
  const { id: staff_id, organisationId: organisation_id } = actor
  const made = await insertRelation(tx, {
    ...{ id, staff_id, organisation_id, once, made_on: dayOf(deps.clock()) },
    sealed_relation: deps.installation.sealOwn(placeOf(id), JSON.stringify(whole)),
  })
  if (!made) return
  const done = { deed: 'relation.declared', subject: id } as const
  await deps.audit.record(tx, actor, actor.organisationId, done)
  await settle(deps, tx, actor)
}

export const createRelations = (deps: Deps): Relations => {
  const open = openWith(deps)
  return {
    own: async (tx, { id }) => (await listOfPerson(tx, id)).map(open),
    declare: (tx, actor, wanted) => declare(deps, tx, actor, wanted),

    end: async (tx, actor, id) => {
      const on = dayOf(deps.clock())
      if (!(await endRelation(tx, { id, staffId: actor.id, on }))) return
      const done = { deed: 'relation.ended', subject: id } as const
      await deps.audit.record(tx, actor, actor.organisationId, done)
    },

    touching: async (tx, compared) => {
      const all = (await listOfBody(tx, compared.found.organisationId)).map(open)
      const touched = new Map<StaffId, Touch>()
      for (const id of new Set(all.map(({ staffId }) => staffId))) {
        const own = all.filter(({ staffId }) => staffId === id)
        const touch = touchOf(own, targetOf(compared))
        if (touch !== undefined) touched.set(id, touch)
      }
      return touched
    },

    keepAway: async (tx, actor, compared) => {
      const own = (await listOfPerson(tx, actor.id)).map(open)
      const ground = touchOf(own, targetOf(compared))?.target
      if (ground === undefined) return false
      await excludeFrom(deps, tx, actor, { caseId: compared.found.id, ground })
      return true
    },

    hasAny: async (tx, { id }) => (await listOfPerson(tx, id)).length > 0,
    settle: (tx, actor, keys) => settle(deps, tx, actor, keys),
  }
}
