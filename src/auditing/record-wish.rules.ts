import { asDay, type Day } from '../platform/clock'
import { deedWords } from '../vocabulary/deed-words'
import type { Deed } from '../vocabulary/deeds'

export const sides = ['staff', 'reporter'] as const
type Side = (typeof sides)[number]

/** What an auditor wants to see. Empty words mean: all of it. */
export type RecordWish = {
  /** A body's id, or `all` that the auditor may see. */
  readonly body: string
  readonly side: Side | ''
  readonly from: Day
  readonly until: Day
  /** A deed, or `sensitive`. */
  readonly deed: string
  /** A user name, or a person's id. */
  readonly person: string
  readonly number: string
}

export type Place = { readonly onDay: Day; readonly chain: string; readonly seq: number }

/** Looking at who a reporter is, and at what they wrote or sent as it was: not at what is masked. */
export const sensitiveKinds = ['identity', 'unmasked', 'original'] as const
export type SensitiveKind = (typeof sensitiveKinds)[number]

export const sensitiveWords: Readonly<Record<SensitiveKind, string>> = {
  identity: '举报人身份',
  unmasked: '遮盖的内容',
  original: '原始文件',
}

const kindOf: Readonly<Partial<Record<string, SensitiveKind>>> = {
  'identity.answered': 'identity',
  'identity.opened': 'identity',
  'identity.viewed': 'identity',
  'letter.merged': 'identity',
  'letter.printed': 'identity',
  'original.unmasked': 'unmasked',
  'original.downloaded': 'original',
}

export const deeds = Object.keys(deedWords) as Deed[]
export const sensitiveKindOf = (deed: Deed): SensitiveKind | undefined => kindOf[deed]
export const sensitiveDeeds = deeds.filter(deed => kindOf[deed] !== undefined)
export const SENSITIVE = 'sensitive'
export const ALL = 'all'

export const deedsOf = (wish: Pick<RecordWish, 'deed'>): Deed[] | undefined => {
  if (wish.deed === '') return undefined
  return wish.deed === SENSITIVE ? sensitiveDeeds : deeds.filter(deed => deed === wish.deed)
}

/** 〔2026〕00318, 2026-318 and whatever else has a year and a number. */
export const readCaseNumber = (
  text: string,
): { readonly year: number; readonly serial: number } | undefined => {
  const [, year, serial] = /(\d{4})\D+0*(\d{1,9})\D*$/.exec(text.normalize('NFKC')) ?? []
  return year === undefined || serial === undefined
    ? undefined
    : { year: Number(year), serial: Number(serial) }
}

/** One entry in an address: body, side and number. */
export const entryId = ({ chain, seq }: Pick<Place, 'chain' | 'seq'>): string =>
  `${chain.replace(':', '.')}.${seq}`

export const readEntryId = (text: string): Pick<Place, 'chain' | 'seq'> | undefined => {
  const [, body = '', side = '', seq = ''] =
    /^([\da-f-]{36})\.(staff|reporter)\.(\d{1,15})$/.exec(text) ?? []
  return body === '' ? undefined : { chain: `${body}:${side}`, seq: Number(seq) }
}

export const writePlace = (place: Place): string => `${place.onDay}.${entryId(place)}`

export const readPlace = (text: string): Place | undefined => {
  const [, day = '', rest = ''] = /^(\d{4}-\d\d-\d\d)\.(.+)$/.exec(text) ?? []
  const entry = readEntryId(rest)
  const onDay = readDay(day)
  return entry === undefined || onDay === undefined ? undefined : { ...entry, onDay }
}

export const readDay = (text: string): Day | undefined => {
  try {
    return asDay(text)
  } catch {
    return undefined
  }
}

type Fields = Readonly<Record<keyof RecordWish, string>>

export const fieldsOf = (wish: RecordWish): Fields => ({ ...wish })

const queryOf = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString()

export const recordHref = (wish: RecordWish, before = ''): string =>
  `/staff/audit?${queryOf({ ...fieldsOf(wish), before })}`

export const exportHref = (wish: RecordWish): string =>
  `/staff/audit/export?${queryOf(fieldsOf(wish))}`
