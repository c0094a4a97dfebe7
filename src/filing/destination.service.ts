import type { Desks, OpenDesk } from '../desks'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { unavailable } from '../platform/errors'
import type { Registry } from '../registry'
import type { OrganisationId } from '../vocabulary/ids'
import type { SubjectAnswer } from '../vocabulary/report-answers'

type DestinationDeps = {
  readonly organisations: Organisations
  readonly registry: Registry
  readonly desks: Desks
}

export type Destination = {
  readonly organisationId: OrganisationId
  readonly desk: OpenDesk
  /** The same body's desk for names, if it has one. */
  readonly keeper: OpenDesk | undefined
}

/**
 * Who may open it first. What concerns the body itself, or may concern it, passes over the body: only
 * what stands above is asked (docs: confidentiality, «A report about the body itself»). Where another body takes the
 * reports of a place, that one is the body there too: it is passed over where somebody stands above it.
 */
export const findDestination = async (
  tx: Tx,
  { organisations, desks }: DestinationDeps,
  regionCode: string,
  aboutBody: boolean,
): Promise<Destination | undefined> => {
  const covering = await organisations.forRegion(tx, regionCode === '' ? null : regionCode)
  const nearest = async (id: OrganisationId): Promise<Destination | undefined> => {
    const found = await desks.nearestWith(tx, id, 'intake', ['identity'])
    if (found === undefined) return undefined
    const { organisationId, desk, beside } = found
    return { organisationId, desk, keeper: beside.identity }
  }
  if (!aboutBody) return nearest(covering.id)
  const usual = await desks.nearestWith(tx, covering.id, 'intake')
  for (const id of [usual?.organisationId ?? covering.id, covering.id]) {
    const above = await organisations.above(tx, id)
    const found = above && (await nearest(above.id))
    if (found !== undefined) return found
  }
  return undefined
}

export const destinationOf = async (
  tx: Tx,
  deps: DestinationDeps,
  regionCode: string,
  aboutBody: boolean,
): Promise<Destination> => {
  const found = await findDestination(tx, deps, regionCode, aboutBody)
  if (found !== undefined) return found
  if (!aboutBody) throw unavailable('intake.no-desk')
  throw unavailable('intake.nobody-above', { ask: await deps.organisations.askAbove(tx) })
}

const regionOf = async (
  tx: Tx,
  { registry }: DestinationDeps,
  subject: SubjectAnswer | undefined,
): Promise<string> => {
  if (subject === undefined || subject.institutionId === null) return subject?.regionCode ?? ''
  return (await registry.find(tx, subject.institutionId))?.regionCode ?? ''
}

const BELIEVED_MS = 5_000
const BELIEVED_WAYS = 1_000

/**
 * Pages ask on every step whether somebody could open it: four readings and proofs a report. A yes is believed for some
 * seconds, a no never; a report that is sent is asked about anew.
 */
const believing = (clock: Clock) => {
  const until = new Map<string, number>()
  return async (way: string, ask: () => Promise<boolean>): Promise<boolean> => {
    const now = clock().getTime()
    const end = until.get(way) ?? 0
    if (now < end && now >= end - BELIEVED_MS) return true
    const yes = await ask()
    if (until.size >= BELIEVED_WAYS) until.clear()
    if (yes) until.set(way, now + BELIEVED_MS)
    else until.delete(way)
    return yes
  }
}

type HintDeps = DestinationDeps & { readonly clock: Clock }

/** What the answer hangs on besides keys: the body that covers the place, and who stands above it. */
const wayOf = async (tx: Tx, { organisations }: HintDeps, region: string, aboutBody: boolean) => {
  const covering = await organisations.forRegion(tx, region === '' ? null : region)
  const above = await organisations.above(tx, covering.id)
  return `${covering.id} ${above?.id ?? ''} ${String(aboutBody)}`
}

export const canTakeNames = (deps: HintDeps) => {
  const believed = believing(deps.clock)
  return async (tx: Tx, subject: SubjectAnswer | undefined): Promise<boolean> => {
    const aboutBody = subject !== undefined && subject.aboutBody !== 'no'
    const region = await regionOf(tx, deps, subject)
    return believed(await wayOf(tx, deps, region, aboutBody), async () => {
      const at = await findDestination(tx, deps, region, aboutBody)
      if (at === undefined) return false
      const keeper = at.keeper ?? (await deps.desks.nearestWith(tx, at.organisationId, 'identity'))
      return keeper !== undefined
    })
  }
}

export const canTakeAboutBody = (deps: HintDeps) => {
  const believed = believing(deps.clock)
  return async (tx: Tx, subject?: SubjectAnswer): Promise<boolean> => {
    const region = await regionOf(tx, deps, subject)
    const way = await wayOf(tx, deps, region, true)
    return believed(way, async () => (await findDestination(tx, deps, region, true)) !== undefined)
  }
}
