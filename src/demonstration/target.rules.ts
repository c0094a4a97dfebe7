import type { SubjectAnswer } from '../vocabulary/report-answers'
import type { Chance } from './chance.rules'
import { districts, listedInstitutions, type ListedInstitution } from './institution-list.rules'
import { word } from './story.rules'

/** Whom a report is about; an institution of the list by its code. */
export type PlannedTarget = Omit<SubjectAnswer, 'institutionId'> & {
  readonly institutionCode: string | null
}

const listed = listedInstitutions()
const pharmacies = listed.filter(({ kind }) => kind === '药店')
const hospitals = listed.filter(({ kind }) => kind !== '药店')
/** Some are heard of far more often than others. */
const notorious = [0, 2, 3, 9, 10]

const fromList = (chance: Chance, list: readonly ListedInstitution[]): PlannedTarget => {
  const often = notorious.flatMap(at => list[at] ?? [])
  const { code } = chance.pick(chance.odds(0.45) ? often : list)
  return {
    choice: 'institution',
    institutionCode: code,
    name: '',
    regionCode: '',
    aboutBody: 'no',
  }
}

const typedAs = (
  chance: Chance,
  name: string,
  more: Partial<PlannedTarget> = {},
): PlannedTarget => ({
  choice: 'typed',
  institutionCode: null,
  name,
  regionCode: chance.odds(0.8) ? chance.pick(districts).code : '',
  aboutBody: 'no',
  ...more,
})

const sampleName = (chance: Chance): string => `${word(chance, 'surname')}${word(chance, 'given')}`

/** By the first letter of the behaviour's code, as the lawbook groups them. */
const makers: Readonly<Record<string, (chance: Chance, code: string) => PlannedTarget>> = {
  A: chance =>
    chance.odds(0.88)
      ? fromList(chance, hospitals)
      : typedAs(chance, word(chance, 'typed-hospital')),
  B: chance =>
    chance.odds(0.85)
      ? fromList(chance, pharmacies)
      : typedAs(chance, word(chance, 'typed-pharmacy')),
  C: chance => typedAs(chance, sampleName(chance), { choice: 'person' }),
  D: chance => typedAs(chance, word(chance, 'typed-agency'), { aboutBody: 'yes' }),
  E: (chance, code) =>
    typedAs(chance, word(chance, code.length > 2 ? 'typed-insurer' : 'typed-drug-company')),
  F: chance => typedAs(chance, word(chance, 'typed-employer')),
  X: chance => {
    if (chance.odds(0.25)) return typedAs(chance, '', { choice: 'unknown', regionCode: '' })
    return chance.odds(0.6)
      ? fromList(chance, listed)
      : typedAs(chance, word(chance, 'typed-other'))
  },
}

export const planTarget = (chance: Chance, code: string): PlannedTarget => {
  const make = makers[code.charAt(0)]
  if (make === undefined) throw new Error(`no target for ${code}`)
  return make(chance, code)
}
