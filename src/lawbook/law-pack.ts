import { z } from 'zod'
import { refused } from '../platform/errors'
import { periodUnits } from './deadline-rule'
import { lawDataSchemas } from './law-data'
import type { StoredEntry } from './law-entries.repository'
import { lawStatuses, type LawKind, type NewLawEntry } from './law-entry'
import { overlap } from './law.rules'
import { rewardFault } from './reward-rule'

export const isLawKind = (kind: string): kind is LawKind => Object.hasOwn(lawDataSchemas, kind)

type Key = {
  readonly kind: string
  readonly code: string
  readonly place: string
  readonly version: number
}
type Entry = Omit<NewLawEntry, 'kind'> & { readonly kind: string }

/** As whoever wrote the pack finds it again. */
const nameOf = ({ kind, code, place, version }: Entry): string =>
  `${kind} ${code}（${place}，第 ${version} 版）`

const Length = z.object({ length: z.int().min(1).max(3660).nullable() })
const Unit = z.object({ unit: z.enum(periodUnits).nullable() })
const Extensions = z.object({ extensions: z.array(z.unknown()) })

/** Named apart from what is merely malformed: a clock that counts nothing, or in nothing. */
const clockFault = (data: unknown): string | undefined => {
  const stretches = [data, ...(Extensions.safeParse(data).data?.extensions ?? [])]
  if (!stretches.every(one => Length.safeParse(one).success)) return 'law.length'
  if (!stretches.every(one => Unit.safeParse(one).success)) return 'law.unit'
  return undefined
}

const isWellFormed = (entry: Entry): boolean =>
  isLawKind(entry.kind) &&
  lawStatuses.includes(entry.status) &&
  Number.isInteger(entry.version) &&
  /^(\*|\d{6})$/.test(entry.place) &&
  (entry.validTo === null || entry.validTo >= entry.validFrom) &&
  lawDataSchemas[entry.kind].safeParse(entry.data).success

const kindFault = ({ kind, data }: Entry): string | undefined => {
  if (kind === 'deadline-rule') return clockFault(data)
  return kind === 'reward-rule' ? rewardFault(data) : undefined
}

const faultOf = (entry: Entry): string | undefined => {
  if (entry.source.trim() === '') return 'law.no-source'
  return kindFault(entry) ?? (isWellFormed(entry) ? undefined : 'law.malformed')
}

export const isSameEntry = (one: Key, other: Key): boolean =>
  one.kind === other.kind &&
  one.code === other.code &&
  one.place === other.place &&
  one.version === other.version

/** The open version of the same entry, begun before: it ends where the new one begins. */
export const isFollowed = (old: Entry, next: Entry): boolean =>
  old.kind === next.kind &&
  old.code === next.code &&
  old.place === next.place &&
  old.validTo === null &&
  old.validFrom < next.validFrom

const clashOf = (entry: Entry, others: readonly Entry[]): string | undefined => {
  if (others.some(other => isSameEntry(other, entry))) return 'law.exists'
  return others.some(other => other.kind === entry.kind && overlap(other, entry))
    ? 'law.overlap'
    : undefined
}

/**
 * The one check of rules, whoever brings them: what is shipped, what an administrator adds, one or many. The first
 * entry at fault is named, and then none of them is taken.
 * @throws refused `law.no-source`, `law.length`, `law.unit`, `law.malformed`, `law.exists`, `law.overlap`
 */
export const checkPack = (pack: readonly Entry[], stored: readonly StoredEntry[] = []): void => {
  const byCode = new Map<string, Entry[]>()
  for (const entry of stored) keep(byCode, entry)
  for (const entry of pack) {
    const others = byCode.get(`${entry.kind} ${entry.code}`) ?? []
    const fault = faultOf(entry) ?? clashOf(entry, others)
    if (fault !== undefined) throw refused(fault, { entry: nameOf(entry) })
    keep(byCode, entry)
  }
}

const keep = (byCode: Map<string, Entry[]>, entry: Entry): void => {
  const key = `${entry.kind} ${entry.code}`
  byCode.set(key, [...(byCode.get(key) ?? []), entry])
}

/** What is not there yet and overlaps nothing that is. */
export const missingFrom = (
  stored: readonly StoredEntry[],
  pack: readonly NewLawEntry[],
): NewLawEntry[] => pack.filter(entry => clashOf(entry, stored) === undefined)
