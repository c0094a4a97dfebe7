import { createHash } from 'node:crypto'
import type { SecondFactor, StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { LawEntry, Lawbook } from '../lawbook'
import type { Organisation, Organisations } from '../organisations'
import { dayOf, type Clock, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'
import type { FullReport, ReportRow } from './report'
import {
  dueOn,
  owedBy,
  reportPeriods,
  reportSpan,
  standingOf,
  toContent,
  type Standing,
} from './report.rules'
import {
  answerReport,
  findReport,
  holdPeriod,
  insertReport,
  listLatest,
  listVersions,
  replaceReport,
} from './reports.repository'
import type { Statistics } from './statistics.service'

type Deps = {
  readonly audit: Audit
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly secondFactor: SecondFactor
  readonly statistics: Statistics
}

type Draft = {
  readonly period: string
  readonly figures: string
  readonly digest: string
  readonly dueOn: Day
  /** undefined: nobody stands above. */
  readonly above: Organisation | undefined
  readonly versions: readonly ReportRow[]
}

type Stand = {
  readonly body: Organisation
  readonly standing: Standing
  readonly last: ReportRow | undefined
}

type Late = { readonly body: Organisation; readonly periods: readonly string[] }

type Wish = { readonly period: string; readonly seen: string; readonly otp: string }
type Signed =
  | { readonly kind: 'right'; readonly id: string }
  /** The figures are others by now. */
  | { readonly kind: 'changed' }
  | { readonly kind: Exclude<Awaited<ReturnType<SecondFactor['check']>>['kind'], 'right'> }

export type StatisticsReports = {
  readonly draft: (tx: Tx, actor: StaffActor, period: string) => Promise<Draft>
  readonly sign: (
    tx: Tx,
    who: { actor: StaffActor; keys: StaffKeys },
    wish: Wish,
  ) => Promise<Signed>
  readonly own: (
    tx: Tx,
    actor: StaffActor,
  ) => Promise<{ period: string; dueOn: Day; last: ReportRow | undefined; standing: Standing }[]>
  readonly below: (tx: Tx, actor: StaffActor, period: string) => Promise<Stand[]>
  /** Bodies right below whose reports are past their day, with the periods they miss, the newest first. */
  readonly lateBelow: (tx: Tx, actor: StaffActor) => Promise<Late[]>
  /** @throws notFound unless it is the reader's own body's, or was sent to it */
  readonly get: (tx: Tx, actor: StaffActor, id: string) => Promise<FullReport>
  readonly answer: (tx: Tx, actor: StaffActor, id: string, ground: string | null) => Promise<void>
  readonly grounds: (tx: Tx) => Promise<readonly LawEntry<'statistics-ground'>[]>
}

const digestOf = (figures: string): string => createHash('sha256').update(figures).digest('hex')
const SHORT = 16

const lastOf = (row: ReportRow | undefined) =>
  row === undefined ? undefined : { state: row.state, sentOn: dayOf(row.signed_at) }

const aboveOf = async ({ organisations }: Deps, tx: Tx, id: OrganisationId) => {
  const { parentId } = await organisations.get(tx, id)
  return parentId === null ? undefined : organisations.get(tx, parentId)
}

const daysOf = async ({ lawbook }: Deps, tx: Tx, today: Day): Promise<number> =>
  (await lawbook.limits(tx, { place: '*', on: today }))['statistics.report-days']

const bodiesBelow = async ({ organisations }: Deps, tx: Tx, id: OrganisationId) =>
  (await organisations.list(tx)).filter(
    one => one.parentId === id && one.kind === 'medical-security',
  )

const lateBelow =
  (deps: Deps): StatisticsReports['lateBelow'] =>
  async (tx, actor) => {
    const bodies = await bodiesBelow(deps, tx, actor.organisationId)
    if (bodies.length === 0) return []
    const today = dayOf(deps.clock())
    const days = await daysOf(deps, tx, today)
    const overdue = reportPeriods(today).filter(
      period => today > dueOn(reportSpan(period, today)?.until ?? today, days),
    )
    const sent = await listLatest(tx, { to: actor.organisationId, periods: overdue })
    return bodies
      .map(body => ({ body, periods: owedBy(body.id, sent, overdue) }))
      .filter(late => late.periods.length > 0)
  }

const draftOf =
  (deps: Deps): StatisticsReports['draft'] =>
  async (tx, actor, period) => {
    const { statistics, organisations } = deps
    const reach = await statistics.reach(tx, actor)
    const span = reportSpan(period, reach.today)
    if (span === undefined) throw notFound('page')
    const { clocks, ...figures } = await statistics.figuresOf(tx, reach, span)
    const { name: body } = await organisations.get(tx, actor.organisationId)
    const text = JSON.stringify(toContent({ body, period, span, figures, clocks, reach }))
    return {
      ...{ period, figures: text, digest: digestOf(text) },
      dueOn: dueOn(span.until, await daysOf(deps, tx, reach.today)),
      above: await aboveOf(deps, tx, actor.organisationId),
      versions: await listVersions(tx, actor.organisationId, period),
    }
  }

const sign =
  (deps: Deps): StatisticsReports['sign'] =>
  async (tx, { actor, keys }, { period, seen, otp }) => {
    const { audit, clock, random, secondFactor } = deps
    const body = actor.organisationId
    await holdPeriod(tx, body, period)
    const { above, versions, figures, digest, dueOn: due } = await draftOf(deps)(tx, actor, period)
    if (above === undefined) throw refused('statistics.nobody-above')
    // Sent twice: the same figures are there already.
    const stands = versions.find(({ state }) => state === 'sent' || state === 'received')
    if (stands?.digest === seen) return { kind: 'right', id: stands.id }
    if (digest !== seen) return { kind: 'changed' }
    const { kind } = await secondFactor.check(tx, keys, otp)
    if (kind !== 'right') return { kind }
    if (stands !== undefined) await replaceReport(tx, stands.id)
    const id = random.uuid()
    const version = versions.length + 1
    await insertReport(tx, {
      ...{ id, organisation_id: body, to_body: above.id, period, version, due_on: due, figures },
      ...{ digest, state: 'sent', signed_by: actor.id, signed_at: clock() },
    })
    const ground = `${period} ${version} ${digest}`
    await audit.record(tx, actor, body, { deed: 'statistics.signed', subject: id, ground })
    return { kind, id }
  }

/** Whether it may still be answered: false when it was answered so before. @throws when it may not */
const isOpenFor = (
  found: FullReport | undefined,
  actor: StaffActor,
  wanted: Pick<ReportRow, 'state' | 'ground'>,
): found is FullReport => {
  if (found?.to_body !== actor.organisationId) throw notFound('page')
  if (found.state === wanted.state && found.ground === wanted.ground) return false
  if (found.state !== 'sent') throw refused('statistics.answered')
  return true
}

const answer =
  ({ audit, clock, lawbook }: Deps): StatisticsReports['answer'] =>
  async (tx, actor, id, ground) => {
    const found = await findReport(tx, id, { hold: true })
    const state = ground === null ? 'received' : 'returned'
    if (!isOpenFor(found, actor, { state, ground })) return
    if (ground !== null)
      await lawbook.get(tx, 'statistics-ground', ground, { place: '*', on: dayOf(clock()) })
    await answerReport(tx, id, { state, answered_by: actor.id, answered_at: clock(), ground })
    const said = [found.period, found.version, found.digest.slice(0, SHORT), ground]
    await audit.record(tx, actor, actor.organisationId, {
      ...{ deed: `statistics.${state}` as const, subject: id, ground: said.join(' ').trim() },
    })
  }

/** What bodies sign and send upward. Nothing here is more than the figures of the tables. */
export const createStatisticsReports = (deps: Deps): StatisticsReports => {
  const { clock } = deps
  return {
    draft: draftOf(deps),
    sign: sign(deps),
    answer: answer(deps),
    lateBelow: lateBelow(deps),

    own: async (tx, actor) => {
      const today = dayOf(clock())
      const days = await daysOf(deps, tx, today)
      const periods = reportPeriods(today)
      const latest = await listLatest(tx, { from: actor.organisationId, periods })
      return periods.map(period => {
        const last = latest.find(one => one.period === period)
        const due = dueOn(reportSpan(period, today)?.until ?? today, days)
        return { period, dueOn: due, last, standing: standingOf(lastOf(last), due, today) }
      })
    },

    below: async (tx, actor, period) => {
      const today = dayOf(clock())
      const due = dueOn(reportSpan(period, today)?.until ?? today, await daysOf(deps, tx, today))
      const bodies = await bodiesBelow(deps, tx, actor.organisationId)
      const latest = await listLatest(tx, { to: actor.organisationId, periods: [period] })
      return bodies.map(body => {
        const last = latest.find(one => one.organisation_id === body.id)
        return { body, last, standing: standingOf(lastOf(last), due, today) }
      })
    },

    get: async (tx, actor, id) => {
      const found = await findReport(tx, id)
      const bodies = found === undefined ? [] : [found.organisation_id, found.to_body]
      if (found === undefined || !bodies.includes(actor.organisationId)) throw notFound('page')
      return found
    },

    grounds: tx => deps.lawbook.list(tx, 'statistics-ground', { place: '*', on: dayOf(clock()) }),
  }
}
