import type { Accounts } from '../accounts'
import type { Organisations } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import type { Duty } from '../vocabulary/duty'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { excludedAmong, handlersAmong } from './concerned.repository'
import type { Audience } from './step.rules'

type Deps = {
  readonly accounts: Pick<Accounts, 'listActive'>
  readonly organisations: Pick<Organisations, 'above'>
}

type Open = ReadonlyMap<CaseId, OrganisationId>
export type Recipients = (audience: Audience, caseId: CaseId) => Promise<readonly StaffId[]>

/** Asked once for each body, however many of its clocks are due. */
const createRoster = ({ accounts }: Deps, tx: Tx) => {
  const known = new Map<string, Promise<StaffId[]>>()
  return (body: OrganisationId, duty: Duty): Promise<StaffId[]> => {
    const question = `${body} ${duty}`
    const asked =
      known.get(question) ??
      accounts.listActive(tx, body, duty).then(found => found.map(({ id }) => id))
    known.set(question, asked)
    return asked
  }
}

type Roster = ReturnType<typeof createRoster>

/** The supervision desk of the nearest body above that has somebody at it. */
const supervisorsAbove = ({ organisations }: Deps, tx: Tx, roster: Roster) => {
  const find = async (body: OrganisationId): Promise<readonly StaffId[]> => {
    const above = await organisations.above(tx, body)
    if (above === undefined) return []
    const found = await roster(above.id, 'supervision')
    return found.length > 0 ? found : find(above.id)
  }
  return find
}

/**
 * Whom a step of each of these cases is for: its handlers, or its intake desk and principal as long as nobody
 * handles it; the principal of its body; the supervision desk of the nearest body above that has somebody at it.
 * Never who must keep away from the case.
 */
export const createRecipients = async (deps: Deps, tx: Tx, open: Open): Promise<Recipients> => {
  const ids = [...open.keys()]
  const handlers = await handlersAmong(tx, ids)
  const excluded = await excludedAmong(tx, ids)
  const roster = createRoster(deps, tx)

  const supervisors = supervisorsAbove(deps, tx, roster)

  const everybody: Record<
    Audience,
    (id: CaseId, body: OrganisationId) => Promise<readonly StaffId[]>
  > = {
    handlers: async (id, body) =>
      handlers.get(id) ?? [...(await roster(body, 'intake')), ...(await roster(body, 'principal'))],
    principal: (_id, body) => roster(body, 'principal'),
    supervision: (_id, body) => supervisors(body),
  }

  return async (audience, caseId) => {
    const body = open.get(caseId)
    if (body === undefined) return []
    const away = excluded.get(caseId) ?? []
    const found = await everybody[audience](caseId, body)
    return [...new Set(found)].filter(id => !away.includes(id))
  }
}

type Laid = { readonly caseId: CaseId; readonly organisationId: OrganisationId }
type BodyRecipients = (audience: Audience, laid: Laid) => Promise<readonly StaffId[]>

/** By the duty that has it in hand, then the principal there, then the supervision desk above. */
const ofBody =
  (inHand: Duty) =>
  async (deps: Deps, tx: Tx, ids: readonly CaseId[]): Promise<BodyRecipients> => {
    const excluded = await excludedAmong(tx, ids)
    const roster = createRoster(deps, tx)
    const everybody: Record<Audience, (body: OrganisationId) => Promise<readonly StaffId[]>> = {
      handlers: body => roster(body, inHand),
      principal: body => roster(body, 'principal'),
      supervision: supervisorsAbove(deps, tx, roster),
    }
    return async (audience, { caseId, organisationId }) => {
      const away = excluded.get(caseId) ?? []
      return (await everybody[audience](organisationId)).filter(id => !away.includes(id))
    }
  }

/**
 * Whom a step of what was laid before a body is for: the supervision desk there, its principal, the supervision desk
 * above it. Never anybody of the case's own body: of a call for protection it must not even know. Never who must keep
 * away from the case.
 */
export const createAppealRecipients = ofBody('supervision')

/** Whom a decision is told about that is still published and no longer holds: those who publish, first. */
export const createRegisterRecipients = ofBody('publicity')
