import type { Desks, OpenDesk } from '../desks'
import type { Organisations } from '../organisations'
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

export type Destination = { readonly organisationId: OrganisationId; readonly desk: OpenDesk }

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
  const usual = await desks.nearestWith(tx, covering.id, 'intake')
  if (!aboutBody) return usual
  for (const id of [usual?.organisationId ?? covering.id, covering.id]) {
    const above = await organisations.above(tx, id)
    const found = above && (await desks.nearestWith(tx, above.id, 'intake'))
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

export const canTakeNames =
  (deps: DestinationDeps) =>
  async (tx: Tx, subject: SubjectAnswer | undefined): Promise<boolean> => {
    const aboutBody = subject !== undefined && subject.aboutBody !== 'no'
    const region = await regionOf(tx, deps, subject)
    const at = await findDestination(tx, deps, region, aboutBody)
    return (
      at !== undefined &&
      (await deps.desks.nearestWith(tx, at.organisationId, 'identity')) !== undefined
    )
  }

export const canTakeAboutBody =
  (deps: DestinationDeps) =>
  async (tx: Tx, subject?: SubjectAnswer): Promise<boolean> => {
    const region = await regionOf(tx, deps, subject)
    return (await findDestination(tx, deps, region, true)) !== undefined
  }
