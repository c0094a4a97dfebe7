import { areaList } from '@vant/area-data'

/** A district by its GB/T 2260 code; `group` is the city above it, where that helps to find it. */
export type Area = { readonly code: string; readonly name: string; readonly group: string }

type Body = {
  readonly regionCode: string
  readonly name: string
  readonly shortName: string
  readonly kind: string
}

const { province_list: provinces, city_list: cities, county_list: counties } = areaList

const nameOf = (code: string): string | undefined =>
  counties[code] ?? cities[code] ?? provinces[code]

/** 370212 -> 3702, 370200 -> 3702, 370000 -> 37: what all codes below a region begin with. */
const stem = (region: string): string => region.replace(/(?:0000|00)$/, '')

const national: readonly Area[] = Object.entries(counties).map(([code, name]) => ({
  code,
  name,
  group: cities[`${code.slice(0, 4)}00`] ?? '',
}))

const find = (region: string): readonly Area[] => {
  const beginning = stem(region)
  return national.filter(({ code }) => code.startsWith(beginning))
}

// The national list has three thousand names and does not change while the service runs.
const found = new Map<string, readonly Area[]>()

const below = (region: string): readonly Area[] => {
  const known = found.get(region)
  if (known !== undefined) return known
  const areas = find(region)
  found.set(region, areas)
  return areas
}

const among = new WeakMap<readonly Body[], readonly Area[]>()

/** The same list for the same bodies: what is made of it (a form's shape) need not be made again for each request. */
const regionsOf = (bodies: readonly Body[]): readonly Area[] => {
  const known = among.get(bodies)
  if (known !== undefined) return known
  const areas = bodies
    .filter(({ kind, regionCode }) => kind === 'medical-security' && regionCode !== '')
    .map(({ regionCode, shortName }) => ({ code: regionCode, name: shortName, group: '' }))
  among.set(bodies, areas)
  return areas
}

/**
 * What may be picked as the place of a matter: the districts of the city or province that this site
 * serves. Where the national list does not know the region (a sample installation), the regions of the
 * medical-security bodies themselves.
 */
export const listAreas = (region: string, bodies: readonly Body[]): readonly Area[] => {
  const city = region.endsWith('00') ? region : `${region.slice(0, 4)}00`
  const known = below(city)
  return known.length > 0 ? known : regionsOf(bodies)
}

/** In words; '' for a code that nobody knows. */
export const placeInWords = (code: string, areas: readonly Area[]): string => {
  const name = nameOf(code)
  if (name === undefined) return areas.find(area => area.code === code)?.name ?? ''
  const city = cities[`${code.slice(0, 4)}00`]
  return city === undefined || city === name ? name : `${city}${name}`
}
