import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'
import {
  findMoveDecision,
  findOpenMove,
  findWaitingMove,
  holdMove,
  insertMove,
  listOpenMoves,
  saveMoveDecision,
  type Move,
  type MovesQuestion,
} from './moves.repository'
import type { NewOrganisation, Organisation } from './organisation.rules'
import {
  findByCode,
  findOrganisation,
  saveContact,
  saveNames,
  selectBelow,
  type BodyPlace,
  type Contact,
} from './organisations.repository'
import type { Organisations } from './organisations.service'
import { faultOfRegion, isWithin } from './region-code'

type Deps = {
  readonly organisations: Organisations
  readonly audit: Audit
  readonly random: Random
  readonly clock: Clock
}

type Names = Pick<Organisation, 'name' | 'shortName'>

/** The tree as its administrators change it. Whose affair a body is, the caller has asked. */
export type Tree = {
  /** This body and all below it. */
  readonly within: (tx: Tx, id: OrganisationId) => Promise<readonly OrganisationId[]>
  readonly below: (
    tx: Tx,
    question: {
      readonly parentId: OrganisationId
      readonly after?: BodyPlace | undefined
      readonly limit: number
    },
  ) => Promise<readonly Organisation[]>
  readonly byCode: (tx: Tx, code: string) => Promise<Organisation | undefined>
  /**
   * Adding routes nothing yet: a body takes cases once two people have given it a first member of its desk.
   * @throws refused organisation.name-form, .unknown-region, .level-region, .outside, .parent, .exists
   */
  readonly add: (
    tx: Tx,
    actor: StaffActor,
    wanted: NewOrganisation & { readonly id: OrganisationId },
  ) => Promise<void>
  /** @throws refused organisation.name-form */
  readonly rename: (tx: Tx, actor: StaffActor, id: OrganisationId, names: Names) => Promise<void>
  /** How reporters reach it: printed on every page of its site. Saved as it is already, nothing happens. */
  readonly saveContact: (
    tx: Tx,
    actor: StaffActor,
    id: OrganisationId,
    contact: Contact,
  ) => Promise<void>
  readonly openMoveOf: (tx: Tx, id: OrganisationId) => Promise<Move | undefined>
  /** undefined when it is decided. */
  readonly findMove: (tx: Tx, id: string) => Promise<Move | undefined>
  readonly listMoves: (tx: Tx, question: MovesQuestion) => Promise<readonly Move[]>
  readonly moveDecision: (tx: Tx, id: string) => Promise<string | undefined>
  /** Routing takes two people: this only proposes. @throws refused organisation.parent, .outside, .same-parent */
  readonly proposeMove: (
    tx: Tx,
    actor: StaffActor,
    id: OrganisationId,
    parentId: OrganisationId,
  ) => Promise<void>
  /** Held until the transaction ends. @throws notFound('proposal') when it is decided */
  readonly holdMove: (tx: Tx, id: string) => Promise<Move>
  /** @throws refused proposal.own, organisation.parent, organisation.outside */
  readonly decideMove: (
    tx: Tx,
    actor: StaffActor,
    move: Move,
    decision: 'in-force' | 'refused',
  ) => Promise<void>
  /** Taken back by whoever proposed it. @throws refused proposal.not-yours */
  readonly withdrawMove: (tx: Tx, actor: StaffActor, move: Move) => Promise<void>
}

const checkNames = ({ name, shortName }: Names): void => {
  if (![name, shortName].every(text => /^.{1,100}$/u.test(text)))
    throw refused('organisation.name-form')
}

const add = async (
  { organisations, audit }: Deps,
  tx: Tx,
  actor: StaffActor,
  wanted: NewOrganisation & { readonly id: OrganisationId },
): Promise<void> => {
  const known = await findOrganisation(tx, wanted.id)
  if (known?.code === wanted.code) return
  checkNames(wanted)
  const fault = faultOfRegion(wanted, await organisations.list(tx))
  if (fault !== undefined) throw refused(fault)
  const parent = wanted.parentId === null ? undefined : await findOrganisation(tx, wanted.parentId)
  if (parent === undefined) throw refused('organisation.parent')
  if (!isWithin(wanted, parent)) throw refused('organisation.outside')
  const { id } = await organisations.create(tx, wanted)
  await audit.record(tx, actor, id, { deed: 'organisation.added', subject: id })
}

const changeContact =
  ({ organisations, audit }: Deps): Tree['saveContact'] =>
  async (tx, actor, id, contact) => {
    const known: Contact = await organisations.get(tx, id)
    const parts = ['telephone', 'hours', 'address', 'postcode'] as const
    if (parts.every(part => known[part] === contact[part])) return
    await saveContact(tx, id, contact)
    organisations.forget()
    await audit.record(tx, actor, id, { deed: 'organisation.contact-changed', subject: id })
  }

/** @throws refused when the body cannot stand there; asked again when the move comes into force */
const checkMove = async (
  organisations: Organisations,
  tx: Tx,
  { id, parentId }: { readonly id: OrganisationId; readonly parentId: OrganisationId },
) => {
  const moved = await organisations.get(tx, id)
  const parent = await findOrganisation(tx, parentId)
  if (parent?.kind !== 'medical-security') throw refused('organisation.parent')
  if (!isWithin(moved, parent)) throw refused('organisation.outside')
  if (moved.parentId === parentId) throw refused('organisation.same-parent')
}

const decideMove =
  ({ organisations, audit, clock }: Deps): Tree['decideMove'] =>
  async (tx, actor, move, decision) => {
    const { id, organisationId, parentId } = move
    if (move.proposedBy === actor.id) throw refused('proposal.own')
    if (decision === 'in-force') {
      await checkMove(organisations, tx, { id: organisationId, parentId })
      await organisations.putUnder(tx, organisationId, parentId)
    }
    await saveMoveDecision(tx, id, { decision, by: actor.id, at: clock() })
    const deed = decision === 'in-force' ? 'organisation.moved' : 'organisation.move-refused'
    await audit.record(tx, actor, organisationId, { deed, subject: parentId })
  }

export const createTree = (deps: Deps): Tree => {
  const { organisations, audit, random, clock } = deps

  return {
    within: async (tx, id) => withinTree(await organisations.list(tx), id),
    below: selectBelow,
    byCode: findByCode,
    add: (tx, actor, wanted) => add(deps, tx, actor, wanted),

    rename: async (tx, actor, id, names) => {
      checkNames(names)
      const { name, shortName } = await organisations.get(tx, id)
      if (name === names.name && shortName === names.shortName) return
      await saveNames(tx, id, names)
      organisations.forget()
      await audit.record(tx, actor, id, { deed: 'organisation.renamed', subject: id })
    },

    saveContact: changeContact(deps),

    openMoveOf: findOpenMove,
    findMove: findWaitingMove,
    listMoves: listOpenMoves,
    moveDecision: findMoveDecision,

    proposeMove: async (tx, actor, id, parentId) => {
      const waiting = await findOpenMove(tx, id)
      if (waiting?.parentId === parentId) return
      await checkMove(organisations, tx, { id, parentId })
      const at = clock()
      if (waiting !== undefined)
        await saveMoveDecision(tx, waiting.id, { decision: 'replaced', by: actor.id, at })
      const move = { id: random.uuid(), organisationId: id, parentId, proposedBy: actor.id }
      await insertMove(tx, { ...move, proposedAt: at })
      const deed = { deed: 'organisation.move-proposed', subject: parentId } as const
      await audit.record(tx, actor, id, deed)
    },

    holdMove: async (tx, id) => {
      const move = await holdMove(tx, id)
      if (move === undefined) throw notFound('proposal')
      return move
    },

    withdrawMove: async (tx, actor, { id, organisationId, parentId, proposedBy }) => {
      if (proposedBy !== actor.id) throw refused('proposal.not-yours')
      await saveMoveDecision(tx, id, { decision: 'withdrawn', by: actor.id, at: clock() })
      const deed = { deed: 'organisation.move-withdrawn', subject: parentId } as const
      await audit.record(tx, actor, organisationId, deed)
    },

    decideMove: decideMove(deps),
  }
}

/** A parent is of a higher level, so the tree has no circles. */
const withinTree = (
  all: readonly Organisation[],
  id: OrganisationId,
): readonly OrganisationId[] => {
  const below = new Map<OrganisationId, OrganisationId[]>()
  for (const { id: lower, parentId } of all)
    if (parentId !== null) below.set(parentId, [...(below.get(parentId) ?? []), lower])
  const found: OrganisationId[] = []
  const next = [id]
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    found.push(at)
    next.push(...(below.get(at) ?? []))
  }
  return found
}
