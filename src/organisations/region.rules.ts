import type { OrganisationLevel } from './organisation.rules'

const NATION = '000000'

/** A region and what lies above it, nearest first. GB/T 2260: two digits each for province, city, county. */
export const regionsAbove = (code: string): string[] => {
  const levels = [code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`, NATION]
  return [...new Set(levels)]
}

const levelRank: Record<OrganisationLevel, number> = { nation: 0, province: 1, city: 2, county: 3 }

export const standsAbove = (upper: OrganisationLevel, lower: OrganisationLevel): boolean =>
  levelRank[upper] < levelRank[lower]

export const isRegionCode = (code: string): boolean => /^\d{6}$/.test(code)
