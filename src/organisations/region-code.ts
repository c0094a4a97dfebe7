import { areaList } from '@vant/area-data'
import type { Organisation, OrganisationLevel } from './organisation.rules'

const NATION = '000000'
const { province_list: provinces, city_list: cities, county_list: counties } = areaList

const isKnown = (code: string): boolean =>
  code === NATION || [provinces, cities, counties].some(list => Object.hasOwn(list, code))

const shapes: Readonly<Record<OrganisationLevel, RegExp>> = {
  nation: /^000000$/,
  province: /^(?!00)\d{2}0000$/,
  city: /^\d{2}(?!00)\d{2}00$/,
  county: /^\d{4}(?!00)\d{2}$/,
}

/** 370212 -> 370212, 370200 -> 3702, 370000 -> 37, 000000 -> nothing: what all codes within begin with. */
const stemOf = (code: string): string => code.replace(/(00)+$/, '')

type Placed = Pick<Organisation, 'level' | 'regionCode'>

export const isWithin = (lower: Placed, upper: Placed): boolean =>
  lower.regionCode.startsWith(stemOf(upper.regionCode))

/**
 * GB/T 2260 decides; for an installation whose own province is in no list (a sample one) whatever lies within that
 * province is a region too.
 */
export const isKnownRegion = (
  code: string,
  bodies: readonly Pick<Placed, 'regionCode'>[],
): boolean =>
  isKnown(code) ||
  bodies.some(
    ({ regionCode }) => !isKnown(regionCode) && regionCode.slice(0, 2) === code.slice(0, 2),
  )

/** The code of the refusal, when a body cannot have this region. */
export const faultOfRegion = (
  wanted: Placed,
  bodies: readonly Placed[],
): 'organisation.unknown-region' | 'organisation.level-region' | undefined => {
  if (!isKnownRegion(wanted.regionCode, bodies)) return 'organisation.unknown-region'
  return shapes[wanted.level].test(wanted.regionCode) ? undefined : 'organisation.level-region'
}
