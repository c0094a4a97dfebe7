import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { OrganisationId } from '../vocabulary/ids'
import {
  whomToAskAbove,
  type NewOrganisation,
  type Organisation,
  type SiteSettings,
} from './organisation.rules'
import {
  findOrganisation,
  insertOrganisation,
  listOrganisations,
  setParent,
} from './organisations.repository'
import { isRegionCode, regionsAbove, standsAbove } from './region.rules'
import { readSettings, writeSetting } from './site-settings.repository'

type Deps = { readonly clock: Clock }

/** What another process changes here is seen half a minute later at the latest; what is new, at once by its id. */
export type Organisations = {
  readonly find: (tx: Tx, id: OrganisationId) => Promise<Organisation | undefined>
  /** @throws not-found `organisation` */
  readonly get: (tx: Tx, id: OrganisationId) => Promise<Organisation>
  readonly list: (tx: Tx) => Promise<readonly Organisation[]>
  /**
   * The medical-security body that covers a region: its own, else the nearest above it, else the
   * body that runs this site.
   * @throws not-found `organisation` before the site is set up
   */
  readonly forRegion: (tx: Tx, regionCode: string | null) => Promise<Organisation>
  /** undefined at the top of the tree. */
  readonly above: (tx: Tx, id: OrganisationId) => Promise<Organisation | undefined>
  /**
   * For the installation's own set-up, so without an actor.
   * @throws refused `organisation.region`, `organisation.parent`, `organisation.exists`
   */
  readonly create: (tx: Tx, wanted: NewOrganisation) => Promise<Organisation>
  /**
   * Puts a body under another one of a higher level.
   * @throws refused `organisation.parent`
   */
  readonly putUnder: (tx: Tx, id: OrganisationId, parentId: OrganisationId) => Promise<void>
  /** Whom a reporter asks whose matter concerns the body that runs this site. */
  readonly askAbove: (tx: Tx) => Promise<string>
  /** What the site is called; at most half a minute old. */
  readonly site: (tx: Tx) => Promise<SiteSettings>
  readonly setSite: (tx: Tx, change: SiteChange) => Promise<void>
  /** The next question reads the tree anew: whoever changed it says so. */
  readonly forget: () => void
}

type SiteChange = Partial<Omit<SiteSettings, 'body'>>

const CACHE_MILLISECONDS = 30_000

export const createOrganisations = ({ clock }: Deps): Organisations => {
  const site = createSiteCache(clock)
  const book = createBook(clock)

  const find = async (tx: Tx, id: OrganisationId) =>
    (await book.read(tx)).find(one => one.id === id) ?? findOrganisation(tx, id)

  const get = async (tx: Tx, id: OrganisationId) => {
    const organisation = await find(tx, id)
    if (organisation === undefined) throw notFound('organisation')
    return organisation
  }

  return {
    find,
    get,
    list: book.read,
    forRegion: async (tx, regionCode) => {
      const known = regionCode !== null && isRegionCode(regionCode)
      const nearest = known ? nearestTo(regionCode, await book.read(tx)) : undefined
      if (nearest !== undefined) return nearest
      const { organisationId } = await site.read(tx)
      if (organisationId === undefined) throw notFound('organisation')
      return get(tx, organisationId)
    },
    above: async (tx, id) => {
      const { parentId } = await get(tx, id)
      return parentId === null ? undefined : get(tx, parentId)
    },
    create: async (tx, wanted) => {
      const made = await create(tx, wanted)
      book.forget()
      return made
    },
    putUnder: async (tx, id, parentId) => {
      const { level } = await get(tx, id)
      await refuseUnlessAbove(tx, parentId, level)
      await setParent(tx, id, parentId)
      book.forget()
    },
    askAbove: async tx => {
      const settings = await site.read(tx)
      const own =
        settings.organisationId === undefined ? undefined : await get(tx, settings.organisationId)
      const parentId = own?.parentId ?? null
      return whomToAskAbove(settings, parentId === null ? undefined : await get(tx, parentId))
    },
    site: site.read,
    setSite: async (tx, change) => {
      for (const [key, value] of Object.entries(change))
        if (value !== undefined) await writeSetting(tx, key, value)
      site.forget()
    },
    forget: () => {
      book.forget()
      site.forget()
    },
  }
}

/** A parent of a higher level makes circles impossible. */
const refuseUnlessAbove = async (
  tx: Tx,
  parentId: OrganisationId,
  level: Organisation['level'],
): Promise<void> => {
  const parent = await findOrganisation(tx, parentId)
  if (parent === undefined || !standsAbove(parent.level, level))
    throw refused('organisation.parent')
}

/** The medical-security body of the first of these regions that has one. */
const nearestTo = (
  regionCode: string,
  organisations: readonly Organisation[],
): Organisation | undefined => {
  const bodies = organisations.filter(({ kind }) => kind === 'medical-security')
  for (const region of regionsAbove(regionCode)) {
    const body = bodies.find(one => one.regionCode === region)
    if (body !== undefined) return body
  }
  return undefined
}

const createBook = (clock: Clock) => {
  let kept: { readonly all: readonly Organisation[]; readonly at: number } | undefined
  return {
    read: async (tx: Tx): Promise<readonly Organisation[]> => {
      const now = clock().getTime()
      if (kept !== undefined && Math.abs(now - kept.at) < CACHE_MILLISECONDS) return kept.all
      const all = await listOrganisations(tx)
      // None is a database that is not set up yet: ask again next time.
      if (all.length > 0) kept = { all, at: now }
      return all
    },
    forget: () => {
      kept = undefined
    },
  }
}

const create = async (tx: Tx, wanted: NewOrganisation): Promise<Organisation> => {
  if (!isRegionCode(wanted.regionCode)) throw refused('organisation.region')
  if (wanted.parentId !== null) await refuseUnlessAbove(tx, wanted.parentId, wanted.level)
  const made = await insertOrganisation(tx, wanted)
  if (made === undefined) throw refused('organisation.exists')
  return made
}

const createSiteCache = (clock: Clock) => {
  let kept: { readonly settings: SiteSettings; readonly at: number } | undefined
  return {
    read: async (tx: Tx): Promise<SiteSettings> => {
      const now = clock().getTime()
      if (kept !== undefined && Math.abs(now - kept.at) < CACHE_MILLISECONDS) return kept.settings
      const settings = await compose(tx)
      if (settings.organisationId !== undefined) kept = { settings, at: now }
      return settings
    },
    forget: () => {
      kept = undefined
    },
  }
}

/** What the site does not say for itself, the body that runs it says. */
const compose = async (tx: Tx): Promise<SiteSettings> => {
  const { organisationId, ...stored } = await readSettings(tx)
  const body = organisationId === undefined ? undefined : await findOrganisation(tx, organisationId)
  return {
    name: stored.name,
    seal: stored.seal,
    exitSite: stored.exitSite,
    superiorName: stored.superiorName,
    superiorTelephone: stored.superiorTelephone,
    nationalTelephone: stored.nationalTelephone,
    organisationId: body?.id,
    body: body?.name ?? '',
    ...contactOf(stored, body),
  }
}

const contacts = ['telephone', 'hours', 'address', 'postcode'] as const
type Contact = Pick<SiteSettings, (typeof contacts)[number]>

const contactOf = (
  stored: { readonly [Field in keyof Contact]?: Contact[Field] | undefined },
  body: Contact | undefined,
): Contact =>
  Object.fromEntries(
    contacts.map(field => [field, stored[field] ?? body?.[field] ?? '']),
  ) as Contact
