import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import { createDraws } from '../draws'
import type { Lawbook } from '../lawbook'
import { reviewersOf } from '../legal'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Registry } from '../registry'
import { createRelations } from '../relations'
import { createSubstitutes } from '../staffing'
import { createDecisions } from '../triage'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'

type Ground = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly desks: Desks
  readonly installation: Installation
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly random: Random
  readonly registry: Registry
  readonly clock: Clock
}

/** More are never away at once: one page of the list of stand-ins. */
const MOST_AWAY = 1000

/** Who of a body is on leave today, by the stand-ins that were named for them. */
const createAwayOn = (deps: Ground) => {
  const substitutes = createSubstitutes(deps)
  return async (tx: Tx, actor: StaffActor): Promise<ReadonlySet<StaffId>> => {
    const today = dayOf(deps.clock())
    const open = await substitutes.listOpen(tx, actor, { limit: MOST_AWAY })
    const now = open.filter(({ fromOn, untilOn }) => fromOn <= today && today <= untilOn)
    return new Set(now.map(({ staffId }) => staffId))
  }
}

type DecisionDeps = Omit<
  Parameters<typeof createDecisions>[0],
  'relations' | 'awayOn' | 'reviewersOf'
>

/** Who may take a case, by hand or by lot: triage's step, what officers declared, and the draw. */
export const buildAssignmentRooms = (deps: Ground & DecisionDeps) => {
  const relations = createRelations(deps)
  const awayOn = createAwayOn(deps)
  const decisions = createDecisions({ ...deps, relations, awayOn, reviewersOf })
  const draws = createDraws({
    ...deps,
    awayOn,
    assignment: {
      // Whom anything speaks against stays out of the pool for that case.
      free: async (tx, who) =>
        (await decisions.candidates(tx, who))
          .filter(({ conflict, warning }) => conflict === '' && warning === '')
          .map(({ id }) => id),
      assign: (tx, who, handlers) => decisions.assign(tx, who, handlers),
    },
  })
  return { relations, decisions, draws }
}
