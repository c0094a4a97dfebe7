/** What choosing needs to know of an entry. Days are 'YYYY-MM-DD', so text order is their order. */
type Placed = {
  readonly code: string
  readonly place: string
  readonly version: number
  readonly validFrom: string
  readonly validTo: string | null
}

const EVERYWHERE = '*'

/**
 * A place and what lies above it, nearest first: county, city, province, the whole country.
 * Codes are GB/T 2260: two digits each for province, city and county.
 */
export const lineage = (place: string): string[] => {
  if (!/^\d{6}$/.test(place)) return [EVERYWHERE]
  const levels = [place, `${place.slice(0, 4)}00`, `${place.slice(0, 2)}0000`, EVERYWHERE]
  return [...new Set(levels.filter(level => level !== '000000'))]
}

const holdsOn = (entry: Placed, day: string): boolean =>
  entry.validFrom <= day && (entry.validTo === null || day <= entry.validTo)

export const overlap = (one: Placed, other: Placed): boolean =>
  one.code === other.code &&
  one.place === other.place &&
  one.version !== other.version &&
  (other.validTo === null || one.validFrom <= other.validTo) &&
  (one.validTo === null || other.validFrom <= one.validTo)

/**
 * One entry for each code: of those that hold on the day, the one of the nearest place. A local rule
 * that has ended gives way to the rule above it.
 */
export const chooseFor = <Entry extends Placed>(
  entries: readonly Entry[],
  place: string,
  day: string,
): Entry[] => {
  const chosen = new Map<string, Entry>()
  for (const level of lineage(place)) {
    for (const entry of entries) {
      if (entry.place !== level || chosen.has(entry.code) || !holdsOn(entry, day)) continue
      chosen.set(entry.code, entry)
    }
  }
  return [...chosen.values()]
}

/**
 * For questions about days before the first version that is kept here: the earliest one of the nearest place, and
 * `early` says so. What holds on the day comes first.
 */
export const chooseOrFirst = <Entry extends Placed>(
  entries: readonly Entry[],
  place: string,
  day: string,
): { readonly entry: Entry; readonly early: boolean } | undefined => {
  const [held] = chooseFor(entries, place, day)
  if (held !== undefined) return { entry: held, early: false }
  for (const level of lineage(place)) {
    const [first] = entries
      .filter(entry => entry.place === level && entry.validFrom > day)
      .sort((one, other) => (one.validFrom < other.validFrom ? -1 : 1))
    if (first !== undefined) return { entry: first, early: true }
  }
  return undefined
}
