import type { LawEntry } from '../lawbook'
import type { Review, ReviewFacts } from './review'

type Rule = Pick<LawEntry<'review-rule'>, 'code' | 'data'>
type When = Rule['data']['when']

const among = (wanted: readonly string[] | undefined, have: readonly string[]): boolean =>
  wanted === undefined || wanted.some(one => have.includes(one))

/** Before an outcome is chosen, a fine that was found makes it a penalty; nothing else can be foreseen. */
const outcomeFits = ({ outcomes }: When, { outcome, fined }: ReviewFacts): boolean =>
  among(outcomes, [outcome ?? (fined > 0n ? 'penalty' : '')])

const holds = (when: When, facts: ReviewFacts): boolean =>
  outcomeFits(when, facts) &&
  among(when.measures, facts.measures) &&
  among(when.recordKinds, facts.recordKinds) &&
  facts.fined >= BigInt(when.atLeast ?? 0) &&
  (when.outsideBand === undefined || facts.outsideBand)

/** Which rules ask for a review by what can be counted. What officers must judge they say when they submit. */
export const calledFor = <R extends Rule>(rules: readonly R[], facts: ReviewFacts): R[] =>
  rules.filter(({ data }) => !data.judged && holds(data.when, facts))

export type ReviewFault = 'review.needed' | 'review.returned' | 'review.changes-open'

type Standing = {
  readonly called: boolean
  readonly state: string
  readonly last: Pick<Review, 'result' | 'changes'> | undefined
  readonly answered: number
}

/**
 * Why nothing may be decided yet (行政处罚法第五十八条: 未经法制审核或者审核未通过的，不得作出决定). Whoever
 * submitted once has to pass: an opinion is not chosen away. Work that began again after it asks for a new one.
 */
export const whyNotDecided = ({
  called,
  state,
  last,
  answered,
}: Standing): ReviewFault | undefined => {
  if (last === undefined) return called ? 'review.needed' : undefined
  if (last.result === 'return') return 'review.returned'
  if (last.result === null || state !== 'reviewed') return 'review.needed'
  return answered < last.changes ? 'review.changes-open' : undefined
}

type Wish = { readonly done: boolean; readonly after: { key: string; id: string } | undefined }

const place = /^([\dT:.Z-]{10,24})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

const isMoment = (text: string): boolean => !Number.isNaN(new Date(text).getTime())

/** What the address of the list asks for; what is not understood begins at the first page. */
export const readWish = (query: Readonly<Record<string, unknown>>): Wish => {
  const { view, after } = query
  const [, key = '', id = ''] = place.exec(typeof after === 'string' ? after : '') ?? []
  const known = key !== '' && isMoment(key)
  return { done: view === 'done', after: known ? { key, id } : undefined }
}

export const listHref = (done: boolean, after = ''): string => {
  const query = new URLSearchParams({
    ...(done ? { view: 'done' } : {}),
    ...(after === '' ? {} : { after }),
  }).toString()
  return query === '' ? '/staff/legal' : `/staff/legal?${query}`
}

/** Where the next page begins. */
export const nextPlace = (done: boolean, last: Review): string => {
  const key = done ? (last.reviewedAt?.toISOString() ?? '') : last.dueOn
  return `${key}~${last.id}`
}
