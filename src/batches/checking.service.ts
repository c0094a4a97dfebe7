import { z } from 'zod'
import type { Visitor } from '../accounts'
import type { Cases } from '../cases'
import type { Desks } from '../desks'
import { addDays } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Registry } from '../registry'
import type { Institution } from '../registry'
import type { Relations } from '../relations'
import type { ReadRow } from '../tables'
import type { CaseId, InstitutionId } from '../vocabulary/ids'
import type { BatchLimits, RowProblem } from './batch'
import { likeness, type Mapping } from './batch.rules'
import { readRow, type Frame, type RowWish } from './rows.service'

export type CheckDeps = {
  readonly db: Db
  readonly cases: Pick<Cases, 'findAbout' | 'keysOf' | 'contentsOfMany'>
  readonly desks: Desks
  readonly registry: Registry
  readonly relations: Pick<Relations, 'own'>
}

type Known = { readonly text: string; readonly when: string }
const Content = z.object({ text: z.string(), when: z.string() })

/** What a case's reporters wrote, opened with the keys of the session, of cases about these institutions. */
const knownAbout = async (
  { db, cases, desks }: CheckDeps,
  { actor, keys }: Visitor,
  {
    institutions,
    since,
    limit,
  }: {
    readonly institutions: readonly InstitutionId[]
    readonly since: string
    readonly limit: number
  },
): Promise<Map<InstitutionId, Known[]>> =>
  db.piecemeal(async tx => {
    const about = (await cases.findAbout(tx, actor, institutions, limit)).filter(
      ({ receivedOn }) => receivedOn >= since,
    )
    const ids: CaseId[] = about.map(({ id }) => id)
    const caseKeys = await cases.keysOf(tx, await desks.holdersOf(tx, keys), ids)
    const contents = await cases.contentsOfMany(tx, caseKeys)
    const known = new Map<InstitutionId, Known[]>()
    for (const { id, institutionId } of about) {
      const own = (contents.get(id) ?? []).flatMap(({ content }) => {
        const read = Content.safeParse(content)
        return read.success ? [read.data] : []
      })
      if (institutionId !== null)
        known.set(institutionId, [...(known.get(institutionId) ?? []), ...own])
    }
    return known
  })

type Found = { readonly wish: RowWish; readonly institution: Institution | undefined }

const told = (
  { number }: RowWish,
  problem: RowProblem['problem'],
  other: number | null = null,
): RowProblem => ({ number, problem, other })

const isAlike = (
  wish: RowWish,
  known: readonly Known[],
  { alikePercent }: Pick<BatchLimits, 'alikePercent'>,
): boolean =>
  known.some(
    one =>
      likeness(one.text, wish.text) >= alikePercent ||
      (wish.when !== '' && one.when === wish.when && one.text === wish.text),
  )

/** What is wrong with each row by itself; the others as what they wish. */
const readAll = (rows: readonly ReadRow[], mapping: Mapping, frame: Frame) => {
  const faulty: RowProblem[] = []
  const wishes: RowWish[] = []
  for (const row of rows) {
    const read = readRow(row, mapping, frame)
    if (read.ok) wishes.push(read.wish)
    else faulty.push({ number: row.number, problem: read.problem, other: null })
  }
  return { faulty, wishes }
}

/** The first row of each that are the same. */
const createRepeats = () => {
  const seen = new Map<string, number>()
  return ({ number, target, when, text }: RowWish): number | undefined => {
    const mark = `${target} ${when} ${text}`
    const before = seen.get(mark)
    if (before === undefined) seen.set(mark, number)
    return before
  }
}

/**
 * Row by row in order: what is wrong with each by itself, what repeats another row, what is nearly the same as a
 * case about the same institution that this session can open, and what concerns a relation of whoever imports.
 */
export const createChecking = (
  deps: CheckDeps,
  visitor: Visitor,
  { frame, mapping }: { readonly frame: Frame; readonly mapping: Mapping },
) => {
  const { limits, lists } = frame
  const repeats = createRepeats()
  const budget = { left: limits.compared }
  const since = addDays(lists.today, -limits.alikeDays)

  const compare = async (found: readonly Found[]) => {
    const ids = [...new Set(found.flatMap(({ institution }) => institution?.id ?? []))]
    if (ids.length === 0 || budget.left <= 0) return new Map<InstitutionId, Known[]>()
    const asked = { institutions: ids, since, limit: budget.left }
    const known = await knownAbout(deps, visitor, asked)
    budget.left -= [...known.values()].reduce((sum, { length }) => sum + length, 0)
    return known
  }

  const judge = (
    { wish, institution }: Found,
    known: ReadonlyMap<InstitutionId, Known[]>,
    related: ReadonlySet<string>,
  ): RowProblem | undefined => {
    if (wish.code !== '' && institution === undefined) return told(wish, 'unknown-code')
    const before = repeats(wish)
    if (before !== undefined) return told(wish, 'same-row', before)
    if (institution === undefined) return undefined
    if (isAlike(wish, known.get(institution.id) ?? [], limits)) return told(wish, 'alike')
    return related.has(institution.id) ? told(wish, 'related') : undefined
  }

  return async (rows: readonly ReadRow[]): Promise<RowProblem[]> => {
    const { faulty, wishes } = readAll(rows, mapping, frame)
    const { institutions, related } = await deps.db.piecemeal(async tx => ({
      institutions: await deps.registry.match(
        tx,
        wishes.map(({ code, target }) => ({ code, name: target })),
      ),
      related: new Set<string>(
        (await deps.relations.own(tx, visitor.actor)).flatMap(one => one.institutionId ?? []),
      ),
    }))
    const found = wishes.map((wish, at) => ({ wish, institution: institutions[at] }))
    const known = await compare(found)
    const judged = found.flatMap(one => judge(one, known, related) ?? [])
    return [...faulty, ...judged]
  }
}
