import type { Accounts, Visitor } from '../accounts'
import { caseLabel, type Cases } from '../cases'
import type { Desks, Holder } from '../desks'
import { possibleActs, type IdentityRequest, type Identities, type Releases } from '../identity'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { BOARD_PAGE, type BoardList } from './board.rules'
import { partIn } from './parts.service'
import type { AskRules, BoardLine, Part, RequestFile } from './request-file'

export type FileDeps = {
  readonly accounts: Accounts
  readonly cases: Cases
  readonly desks: Desks
  readonly identities: Identities
  readonly releases: Releases
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly clock: Clock
}

/** Law of the place whose case it is. */
const pointOf = async ({ organisations, clock }: FileDeps, tx: Tx, id: OrganisationId) => {
  const { regionCode } = await organisations.get(tx, id)
  return { place: regionCode, on: dayOf(clock()) }
}

export const rulesOf = async (deps: FileDeps, tx: Tx, id: OrganisationId): Promise<AskRules> => {
  const at = await pointOf(deps, tx, id)
  const limits = await deps.lawbook.limits(tx, at)
  return {
    grounds: await deps.lawbook.list(tx, 'release-ground', at),
    limits: {
      min: limits['reason.min'],
      max: limits['reason.max'],
      minutes: limits['release.minutes'],
      keepHours: limits['release.keep-hours'],
      answerDays: limits['release.answer-days'],
    },
  }
}

const groundName = async (
  deps: FileDeps,
  tx: Tx,
  { organisationId, ground, askedAt }: IdentityRequest,
): Promise<string> => {
  const { place } = await pointOf(deps, tx, organisationId)
  const law = await deps.lawbook.find(tx, 'release-ground', ground, { place, on: dayOf(askedAt) })
  return law?.data.name ?? ground
}

export const labelOf = async ({ cases }: FileDeps, tx: Tx, caseId: CaseId): Promise<string> => {
  const { year, serial } = await cases.get(tx, caseId)
  return caseLabel(year, serial)
}

export const otherPrincipals = async (
  { accounts }: FileDeps,
  tx: Tx,
  { organisationId, askerId }: Pick<IdentityRequest, 'organisationId' | 'askerId'>,
): Promise<string[]> =>
  (await accounts.listActive(tx, organisationId, 'principal'))
    .filter(({ id }) => id !== askerId)
    .map(({ displayName }) => displayName)

const peopleIn = ({ askerId, approverId, answererId, closedBy }: IdentityRequest): StaffId[] =>
  [askerId, approverId, answererId, closedBy].filter(id => id !== null)

/** What each side may do now. Whether it is one's own is asked again by the deed itself. */
const actsOf = (part: Part, state: RequestFile['state']) => {
  const mine = {
    asker: ['withdraw'],
    principal: state === 'asked' ? ['approve', 'refuse'] : [],
    desk: state === 'approved' ? ['answer', 'refuse'] : [],
  } as const
  return possibleActs(state).filter(act => (mine[part] as readonly string[]).includes(act))
}

/** For the desk that is asked: whether it has anything to give. */
const isNamed = async (
  { identities }: FileDeps,
  tx: Tx,
  holders: readonly Holder[],
  { reportId }: IdentityRequest,
): Promise<boolean> => (await identities.see(tx, holders, reportId)).kind === 'named'

/**
 * A request for the page of whoever has a part in it. The desk reads the number, what is asked, and the
 * asker's own words: nothing of the case.
 * @throws notFound('request'), forbidden('case.no-key')
 */
export const openRequest =
  (deps: FileDeps) =>
  async (tx: Tx, visitor: Visitor, found: IdentityRequest | undefined): Promise<RequestFile> => {
    const { request, part } = await partIn(deps, tx, visitor, found)
    const holders = await deps.desks.holdersOf(tx, visitor.keys)
    const texts = await deps.releases.textsOf(tx, holders, request)
    if (texts === undefined) throw forbidden('case.no-key')
    const state = deps.releases.stateOf(request)
    return {
      ...{ request, state, part, ...texts },
      label: await labelOf(deps, tx, request.caseId),
      names: await deps.accounts.namesOf(tx, peopleIn(request)),
      ground: await groundName(deps, tx, request),
      principals: await otherPrincipals(deps, tx, request),
      acts: actsOf(part, state),
      until: part === 'asker' ? await deps.releases.until(tx, request) : undefined,
      exists: part === 'desk' ? await isNamed(deps, tx, holders, request) : undefined,
    }
  }

const wishOf = (
  list: BoardList,
  { id: viewer, organisationId }: StaffActor,
  deskIds: readonly string[],
  now: Date,
) =>
  ({
    approve: { viewer, organisationId, states: ['asked'], notBy: viewer, waitingAt: now },
    answer: { viewer, deskIds, states: ['approved'], waitingAt: now },
    mine: { viewer, askerId: viewer },
    organisation: { viewer, organisationId },
    desk: { viewer, deskIds },
  })[list] as Parameters<Releases['list']>[1]

const wish = async (deps: FileDeps, tx: Tx, { actor, keys }: Visitor, list: BoardList) => {
  const holders = await deps.desks.holdersOf(tx, keys)
  const deskIds = holders.filter(({ kind }) => kind === 'desk').map(({ id }) => id)
  return wishOf(list, actor, deskIds, deps.clock())
}

type Board = { readonly lines: readonly BoardLine[]; readonly older: number | undefined }

export const listBoard =
  (deps: FileDeps) =>
  async (
    tx: Tx,
    visitor: Visitor,
    { list, before }: { readonly list: BoardList; readonly before: number | undefined },
  ): Promise<Board> => {
    const asked = await wish(deps, tx, visitor, list)
    const page = { before, limit: BOARD_PAGE + 1 }
    const found = await deps.releases.list(tx, asked, page)
    const shown = found.slice(0, BOARD_PAGE)
    const names = await deps.accounts.namesOf(
      tx,
      shown.map(({ askerId }) => askerId),
    )
    const lines: BoardLine[] = []
    for (const request of shown)
      lines.push({
        request,
        state: deps.releases.stateOf(request),
        label: await labelOf(deps, tx, request.caseId),
        ground: await groundName(deps, tx, request),
        asker: names.get(request.askerId) ?? '同事',
      })
    return { lines, older: found.length > BOARD_PAGE ? shown.at(-1)?.position : undefined }
  }

export const countBoard =
  (deps: FileDeps) =>
  async (tx: Tx, visitor: Visitor, list: BoardList, cap: number): Promise<number> =>
    deps.releases.count(tx, await wish(deps, tx, visitor, list), cap)
