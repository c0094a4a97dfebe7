import type { InstitutionId } from '../vocabulary/ids'

/** To whom or where, and what ties the person to it. Sealed as a whole. */
export type Tie = {
  /** Code of lawbook kind `exclusion-ground`. */
  readonly ground: string
  /** An employer, by name; '' when the tie is to a place. */
  readonly name: string
  /** The institution of the registry that bears this name. */
  readonly institutionId: InstitutionId | null
  /** GB/T 2260; '' when the tie is to an employer. */
  readonly regionCode: string
}

/** What is compared with a case: its target by registry and by name, and its place. */
export type Target = {
  readonly institutionId: InstitutionId | null
  readonly regionCode: string | null
  readonly name: string
}

/** How a person's declarations touch a case. */
export type Touch = {
  /** Ground by which the person must keep away from the target. */
  readonly target?: string
  /** Tied to the place only: a warning, the principal decides. */
  readonly region?: boolean
}

/** A name as it is compared: the form of a company and the marks between its parts say nothing about who it is. */
export const foldEmployer = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(?:股份|责任)?有限(?:责任)?公司$/u, '')

/** Shorter parts stand in too many names: 医院, 大药房. */
const TELLING = 4

const isSameName = (one: string, other: string): boolean => {
  const [short = '', long = ''] = [foldEmployer(one), foldEmployer(other)].sort(
    (a, b) => a.length - b.length,
  )
  if (short === '') return false
  return short === long || (Array.from(short).length >= TELLING && long.includes(short))
}

/** 330100 stands for its districts, 330000 for its cities. */
const covers = (region: string, code: string): boolean =>
  code.startsWith(region.replace(/(?:00)+$/, ''))

const toTarget = (tie: Tie, { institutionId, name }: Target): boolean =>
  (tie.institutionId !== null && tie.institutionId === institutionId) ||
  (tie.name !== '' && isSameName(tie.name, name))

const toRegion = (tie: Tie, { regionCode }: Target): boolean =>
  tie.regionCode !== '' && regionCode !== null && covers(tie.regionCode, regionCode)

/** undefined when nothing of what somebody declared has to do with the target. */
export const touchOf = (ties: readonly Tie[], target: Target): Touch | undefined => {
  const tied = ties.find(tie => toTarget(tie, target))
  const region = ties.some(tie => toRegion(tie, target))
  if (tied === undefined) return region ? { region } : undefined
  return { target: tied.ground, region }
}
