import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId } from '../vocabulary/ids'
import type { NewOrganisation, Organisation, SiteSettings } from './organisation'

type Deps = { readonly clock: Clock }

export type Organisations = {
  readonly find: (tx: Tx, id: OrganisationId) => Promise<Organisation | undefined>
  /** @throws not-found `organisation` */
  readonly get: (tx: Tx, id: OrganisationId) => Promise<Organisation>
  readonly list: (tx: Tx) => Promise<Organisation[]>
  /**
   * The medical-security body that covers a region: its own, else the nearest above it, else the
   * body that runs this site.
   * @throws not-found `organisation` before the site is set up
   */
  readonly forRegion: (tx: Tx, regionCode: string | null) => Promise<Organisation>
  /** undefined at the top of the tree. */
  readonly above: (tx: Tx, id: OrganisationId) => Promise<Organisation | undefined>
  /** For the installation's own set-up, so without an actor. @throws refused `organisation.…` */
  readonly create: (tx: Tx, wanted: NewOrganisation) => Promise<Organisation>
  /** What the site is called; at most half a minute old. */
  readonly site: (tx: Tx) => Promise<SiteSettings>
  readonly setSite: (tx: Tx, change: Partial<Omit<SiteSettings, 'body'>>) => Promise<void>
}

export declare const createOrganisations: (deps: Deps) => Organisations
