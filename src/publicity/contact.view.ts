import type { SiteSettings } from '../organisations'
import type { ContactWish, listContacts } from './contact-list'

type Found = ReturnType<typeof listContacts>

const hrefOf = (place: string, page: number): string => {
  const query = new URLSearchParams({
    ...(place === '' ? {} : { place }),
    ...(page === 1 ? {} : { page: String(page) }),
  }).toString()
  return query === '' ? '/contact' : `/contact?${query}`
}

const toEntry = ({ name, telephone, hours, address, postcode }: Found['entries'][number]) => ({
  name,
  telephone,
  dial: telephone.replace(/[^0-9+]/g, ''),
  hours,
  address: address === '' || postcode === '' ? address : `${address}，邮编 ${postcode}`,
})

export const toContactPage = (found: Found, wish: ContactWish, site: SiteSettings) => ({
  entries: found.entries.map(toEntry),
  places:
    found.places.length < 2
      ? []
      : found.places.map(({ regionCode, name }) => ({
          ...{ value: regionCode, words: name },
          chosen: regionCode === wish.place,
        })),
  total: found.total,
  national: site.nationalTelephone,
  before: found.page > 1 ? hrefOf(wish.place, found.page - 1) : '',
  after: found.page < found.pages ? hrefOf(wish.place, found.page + 1) : '',
  at: found.pages > 1 ? `第 ${found.page} 页，共 ${found.pages} 页` : '',
})
