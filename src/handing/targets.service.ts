import { z } from 'zod'
import type { Case } from '../cases'
import type { Organisation } from '../organisations'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { CaseId, OrganisationId } from '../vocabulary/ids'
import { aboutBodyAnswers } from '../vocabulary/report-answers'
import type { HandingDeps, Target } from './handing'
import { isWithinBody } from './handing.rules'

type Deps = Pick<HandingDeps, 'cases' | 'desks' | 'organisations'>

const Told = z.object({ target: z.object({ aboutBody: z.enum(aboutBodyAnswers) }) })

type About = (typeof aboutBodyAnswers)[number]
const graver: Readonly<Record<About, number>> = { no: 0, unsure: 1, yes: 2 }

/** Whether any of its reporters said that it concerns the body of the place, or its people. */
const aboutBody = async (
  { cases }: Deps,
  tx: Tx,
  keys: ReadonlyMap<CaseId, SymmetricKey>,
): Promise<About> => {
  let worst: About = 'no'
  for (const [caseId, key] of keys)
    for (const { content } of await cases.contentsOf(tx, key, caseId)) {
      const read = Told.safeParse(content)
      const about = read.success ? read.data.target.aboutBody : 'no'
      if (graver[about] > graver[worst]) worst = about
    }
  return worst
}

export type OpenGroup = {
  readonly found: Case
  /** Of the case and of those that follow it. */
  readonly keys: ReadonlyMap<CaseId, SymmetricKey>
}

const concernedBody = ({ organisations }: Deps, tx: Tx, { regionCode }: Case) =>
  organisations.forRegion(tx, regionCode)

/** @throws refused `handing.body` when there is no such body */
export const judgeTarget = async (
  deps: Deps,
  tx: Tx,
  { found, keys }: OpenGroup,
  to: OrganisationId,
): Promise<Target> => {
  const { organisations, desks } = deps
  const all = await organisations.list(tx)
  const body = all.find(({ id }) => id === to)
  if (body?.kind !== 'medical-security') throw refused('handing.body')
  const concerned = await concernedBody(deps, tx, found)
  const about = await aboutBody(deps, tx, keys)
  const within = about !== 'no' && isWithinBody(all, to, concerned.id)
  const fault = async (): Promise<string | undefined> => {
    if (to === found.organisationId) return 'handing.self'
    if (within && about === 'yes') return 'handing.about-body'
    return (await desks.findOpen(tx, to, 'intake')) === undefined ? 'handing.no-desk' : undefined
  }
  return { body, fault: await fault(), asksCleared: within && about === 'unsure' }
}

/** By place and target: where it belongs, or the nearest above that somebody can open. undefined: here. */
export const suggestTarget = async (
  deps: Deps,
  tx: Tx,
  { found, keys }: OpenGroup,
): Promise<Organisation | undefined> => {
  const { organisations, desks } = deps
  const covering = await concernedBody(deps, tx, found)
  const about = await aboutBody(deps, tx, keys)
  const first = about === 'no' ? covering : await organisations.above(tx, covering.id)
  const nearest = first && (await desks.nearestWith(tx, first.id, 'intake'))
  if (nearest === undefined || nearest.organisationId === found.organisationId) return undefined
  return organisations.get(tx, nearest.organisationId)
}

/** Every other medical-security body, as the tree has them. */
export const otherBodies = async (
  { organisations }: Deps,
  tx: Tx,
  own: OrganisationId,
): Promise<Organisation[]> =>
  (await organisations.list(tx))
    .filter(({ id, kind }) => kind === 'medical-security' && id !== own)
    .sort((one, other) => one.regionCode.localeCompare(other.regionCode))
