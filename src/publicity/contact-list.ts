import { isWithin, type Organisation, type SiteSettings } from '../organisations'

/** What is printed of a body: how to reach it, and nobody's name. */
type Entry = Pick<
  Organisation,
  'id' | 'name' | 'regionCode' | 'telephone' | 'hours' | 'address' | 'postcode'
>

const PAGE = 20

export type ContactWish = { readonly place: string; readonly page: number }

/** What is not understood is everything, from its first page. */
export const readContactWish = (query: Readonly<Record<string, unknown>>): ContactWish => {
  const { place, page } = query
  const number = typeof page === 'string' && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1
  return {
    place: typeof place === 'string' && /^\d{6}$/.test(place) ? place : '',
    page: number,
  }
}

/** What the site says of itself goes before what its body's row says: both are the same people. */
const asPrinted = (body: Organisation, site: SiteSettings): Entry => {
  if (body.id !== site.organisationId) return body
  const { telephone, hours, address, postcode } = site
  return { ...body, telephone, hours, address, postcode }
}

/** The bodies that take reports, the one that runs this site first; a place shows what lies within it. */
export const listContacts = (
  bodies: readonly Organisation[],
  site: SiteSettings,
  { place, page }: ContactWish,
) => {
  const takers = bodies.filter(({ kind }) => kind === 'medical-security')
  const places = takers.filter(one => takers.some(({ parentId }) => parentId === one.id))
  const upper = takers.find(({ regionCode }) => regionCode === place)
  const within = takers
    .filter(body => place === '' || (upper !== undefined && isWithin(body, upper)))
    .sort(
      (one, other) =>
        Number(other.id === site.organisationId) - Number(one.id === site.organisationId),
    )
  const pages = Math.max(1, Math.ceil(within.length / PAGE))
  const at = Math.min(page, pages)
  return {
    entries: within.slice((at - 1) * PAGE, at * PAGE).map(body => asPrinted(body, site)),
    places: places.map(({ regionCode, name }) => ({ regionCode, name })),
    total: within.length,
    ...{ page: at, pages },
  }
}
