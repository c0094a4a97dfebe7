import { listAreas, placeInWords, type Organisation } from '../organisations'
import type { OrganisationId } from '../vocabulary/ids'

/** What figures can be cut by, and told apart by: districts and bodies of the reader's reach. */
export type FigurePlaces = {
  /** Names in the address, with words for people; districts before bodies. */
  readonly choices: readonly { readonly value: string; readonly words: string }[]
  readonly own: string
  /** The bodies of one of them, '' for all; with the district of each. */
  readonly bodiesOf: (place: string) => ReadonlyMap<OrganisationId, string>
  readonly wordsOf: (key: string) => string
}

const bodyName = (id: string): string => `b${id}`
const districtName = (code: string): string => `r${code}`

/** Whoever oversees a province tells cities apart, whoever oversees a city its counties. */
const districtOf = (own: string, code: string): string =>
  own.endsWith('0000') || own === '' ? `${code.slice(0, 4)}00` : code

export const figurePlaces = (
  within: readonly OrganisationId[],
  all: readonly Organisation[],
  own: Organisation,
): FigurePlaces => {
  const bodies = all.filter(({ id }) => within.includes(id))
  const areas = listAreas(own.regionCode, bodies)
  const districts = new Map(
    bodies.map(({ id, regionCode }) => [id, districtOf(own.regionCode, regionCode)] as const),
  )
  const codes = [...new Set(districts.values())]
  const names = new Map([
    // One district is no choice.
    ...(codes.length > 1 ? codes : []).map(
      code => [districtName(code), placeInWords(code, areas) || code] as const,
    ),
    ...bodies.map(({ id, shortName }) => [bodyName(id), shortName] as const),
  ])
  return {
    choices: [...names].map(([value, words]) => ({ value, words })),
    own: bodyName(own.id),
    bodiesOf: place =>
      new Map(
        [...districts].filter(([id, code]) =>
          ['', bodyName(id), districtName(code)].includes(place),
        ),
      ),
    wordsOf: key =>
      names.get(key) ?? names.get(districtName(key)) ?? names.get(bodyName(key)) ?? key,
  }
}
