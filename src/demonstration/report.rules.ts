import { addDays, type Day } from '../platform/clock'
import type {
  IdentityAnswer,
  RelationAnswer,
  TypeAnswer,
  WhatAnswer,
} from '../vocabulary/report-answers'
import type { Chance } from './chance.rules'
import { sampleNames, type SampleName } from './sample-names.rules'
import { stories, talk, tell, tellStory, word } from './story.rules'
import { planTarget, type PlannedTarget } from './target.rules'

export type Source = 'web' | 'hotline' | 'visit' | 'letter'

/** Everything that one report says, and how it comes in. */
export type PlannedReport = {
  /** The behaviour that leads, by its code in the lawbook; X2 is «not sure». */
  readonly code: string
  readonly source: Source
  readonly target: PlannedTarget
  readonly identity: 'anon' | 'anon-claim' | 'named'
  readonly person: IdentityAnswer | undefined
  readonly type: TypeAnswer
  readonly what: WhatAnswer
  readonly relation: RelationAnswer
  readonly files: readonly { readonly name: SampleName; readonly note: string }[]
  readonly suspect: boolean
}

const UNSURE = 'X2'
const weights = Object.fromEntries(
  Object.entries(stories).map(([code, { weight }]) => [code, weight]),
)

const planType = (chance: Chance, code: string): TypeAnswer => {
  const { also = [], places = [] } = stories[code] ?? {}
  const more = also.filter(() => chance.odds(0.3))
  return {
    codes: code === UNSURE ? [] : [code, ...more],
    unsure: code === UNSURE,
    department: tell(chance, chance.pick(places)),
    traceCode:
      code === 'B3' && chance.odds(0.6) ? `8${'0'.repeat(9)}${chance.between(1e9, 9e9)}` : '',
    billNumber: chance.odds(0.08) ? `示例${chance.between(100_000, 999_999)}` : '',
  }
}

/** Two figures that matter, as people estimate. */
const roughly = (sum: number): string => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(sum)) - 1)
  return (Math.round(sum / step) * step).toString()
}

const planAmount = (chance: Chance, code: string): string => {
  const [least = 0, most = 0] = stories[code]?.amount ?? []
  if (most === 0 || chance.odds(0.4)) return ''
  // Small sums are far more frequent than large ones.
  return roughly(Math.max(1, least + (most - least) * chance.part() ** 3))
}

const planWhat = (
  chance: Chance,
  { code, on, source, withFiles }: Told & { readonly withFiles: boolean },
): WhatAnswer => ({
  text: tellStory(chance, { code, source, withFiles }),
  when: chance.odds(0.5) ? addDays(on, -chance.between(2, 70)) : word(chance, 'when'),
  period: word(chance, 'period'),
  amount: planAmount(chance, code),
})

const planRelation = (chance: Chance): RelationAnswer => {
  const relation = chance.weighted({
    insured: 30,
    family: 25,
    staff: 9,
    'former-staff': 6,
    competitor: 5,
    other: 5,
    unsaid: 12,
    '': 8,
  })
  const inside = relation === 'staff' || relation === 'former-staff'
  return {
    relation,
    hide: inside || chance.odds(0.1) ? word(chance, 'hide') : '',
    contactOk: chance.pick(['', 'yes', 'yes', 'no'] as const),
    toldBefore: chance.odds(0.15) ? word(chance, 'told') : '',
  }
}

// GB 11643. The region 99 is given to nobody, so no such person can exist.
const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const withLastSign = (digits: string): string =>
  digits +
  '10X98765432'.charAt(idWeights.reduce((sum, w, at) => sum + w * Number(digits[at]), 0) % 11)

const twoDigits = (number: number) => number.toString().padStart(2, '0')

const planPerson = (chance: Chance): IdentityAnswer => {
  const born = `${chance.between(1948, 2003)}${twoDigits(chance.between(1, 12))}${twoDigits(chance.between(1, 28))}`
  const post = chance.odds(0.25)
  return {
    name: `${word(chance, 'surname')}${word(chance, 'given')}`,
    // No network of mobile telephones begins with 100.
    phone: `10000000${chance.between(100, 999)}`,
    idType: 'id-card',
    idNumber: withLastSign(`990102${born}${chance.between(100, 999)}`),
    delivery: post ? 'post' : 'platform',
    address: post ? `示范市城东区朝晖路 ${chance.between(1, 200)} 号` : '',
  }
}

const planFiles = (chance: Chance, source: Source): PlannedReport['files'] => {
  if (source !== 'web') return []
  const few = chance.weighted({ 0: 50, 1: 26, 2: 16, 3: 8 })
  const start = chance.between(0, sampleNames.length - 1)
  return Array.from({ length: Number(few) }, (_, at) => ({
    name: sampleNames[(start + at) % sampleNames.length] ?? sampleNames[0],
    note: word(chance, 'note'),
  }))
}

type Told = { readonly code: string; readonly on: Day; readonly source: Source }

/** A form that a machine filled in: no target, nothing told. */
const junk = (chance: Chance): PlannedReport => ({
  code: UNSURE,
  source: 'web',
  target: {
    choice: 'unknown',
    institutionCode: null,
    name: '',
    regionCode: '',
    aboutBody: 'no',
  },
  identity: 'anon',
  person: undefined,
  type: { codes: [], unsure: true, department: '', traceCode: '', billNumber: '' },
  what: { text: chance.pick(talk.junk), when: '', period: '', amount: '' },
  relation: { relation: '', hide: '', contactOk: '', toldBefore: '' },
  files: [],
  suspect: true,
})

export const planSource = (chance: Chance): Source =>
  chance.weighted({ web: 62, hotline: 20, visit: 8, letter: 10 })

const planIdentity = (
  chance: Chance,
  source: Source,
  { aboutBody }: PlannedTarget,
): PlannedReport['identity'] => {
  // The body above has nobody who keeps identities.
  if (aboutBody === 'yes') return 'anon'
  return source === 'web'
    ? chance.weighted({ anon: 50, 'anon-claim': 24, named: 26 })
    : chance.weighted({ anon: 55, named: 45 })
}

export const planReport = (chance: Chance, source: Source, on: Day): PlannedReport => {
  if (source === 'web' && chance.odds(0.03)) return junk(chance)
  const code = chance.weighted(weights)
  const target = planTarget(chance, code)
  const identity = planIdentity(chance, source, target)
  const files = planFiles(chance, source)
  return {
    code,
    source,
    target,
    identity,
    person: identity === 'named' ? planPerson(chance) : undefined,
    type: planType(chance, code),
    what: planWhat(chance, { code, on, source, withFiles: files.length > 0 }),
    relation: planRelation(chance),
    files,
    suspect: false,
  }
}
