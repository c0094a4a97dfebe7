import type { People, Staff } from '../accounts'
import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Left } from './left-to-review'
import { periodOf, type Period } from './period.rules'
import {
  insertFinished,
  isFinished,
  listLines,
  listRemovals,
  saveLine,
  type ReviewLine,
  type Verdict,
} from './review.repository'
import type { Scope } from './scope.service'

type Deps = {
  readonly people: People
  readonly scope: Scope
  readonly lawbook: Lawbook
  readonly audit: Audit
  readonly clock: Clock
}

/** The regular look at who has which duties. Whoever looks decides nothing: a removal goes the way of two people. */
export type Review = {
  readonly period: (tx: Tx) => Promise<Period>
  readonly isFinished: (tx: Tx, organisationId: OrganisationId, period: Period) => Promise<boolean>
  /** Whom nobody has looked at in this period with the duties they have now; never oneself. */
  readonly left: (tx: Tx, actor: StaffActor, most: number) => Promise<Left>
  /** @throws notFound('staff') outside the actor's scope, refused('staff.own-account') */
  readonly save: (
    tx: Tx,
    actor: StaffActor,
    lines: readonly { readonly staffId: StaffId; readonly verdict: Verdict }[],
  ) => Promise<void>
  /** @throws refused('review.left') */
  readonly finish: (tx: Tx, actor: StaffActor) => Promise<void>
  /** Whose duties are to be removed and still are what they were; for the system administrator. */
  readonly removals: (tx: Tx, actor: StaffActor) => Promise<readonly Staff[]>
}

const CHUNK = 200
const REMOVALS = 50

const sameDuties = (line: ReviewLine | undefined, { duties }: Staff): boolean =>
  line?.duties.length === duties.length && duties.every(duty => line.duties.includes(duty))

/** Who has not been looked at, and the period that it is asked for. */
const createLeft = ({ people, scope, lawbook, clock }: Deps) => {
  const period = async (tx: Tx): Promise<Period> => {
    const today = dayOf(clock())
    const limits = await lawbook.limits(tx, { place: '*', on: today })
    return periodOf(today, limits['access-review.months'])
  }

  const unseenOf = async (tx: Tx, from: Period['from'], group: readonly Staff[]) => {
    const lines = await listLines(
      tx,
      from,
      group.map(({ id }) => id),
    )
    return group.filter(
      one =>
        !sameDuties(
          lines.find(({ staffId }) => staffId === one.id),
          one,
        ),
    )
  }

  const left = async (tx: Tx, actor: StaffActor, most: number): Promise<Left> => {
    const { from } = await period(tx)
    const bodies = await scope.bodies(tx, actor)
    const unseen: Staff[] = []
    let reviewed = 0
    let after: StaffId | undefined
    while (unseen.length <= most) {
      const group = await people.list(tx, { bodies, state: 'active', after, limit: CHUNK })
      const others = group.filter(({ id }) => id !== actor.id)
      const waiting = await unseenOf(tx, from, others)
      unseen.push(...waiting)
      reviewed += others.length - waiting.length
      after = group.at(-1)?.id
      if (group.length < CHUNK) break
    }
    return { people: unseen.slice(0, most), reviewed, more: unseen.length > most }
  }

  return { period, left }
}

const finish = async (deps: Deps, tx: Tx, actor: StaffActor): Promise<void> => {
  const { audit, clock } = deps
  const { period, left } = createLeft(deps)
  const { from } = await period(tx)
  const { people: unseen, reviewed } = await left(tx, actor, 1)
  if (unseen.length > 0) throw refused('review.left')
  const { organisationId, id: by } = actor
  const finished = { periodFrom: from, organisationId, people: reviewed, by, at: clock() }
  if (!(await insertFinished(tx, finished))) return
  const deed = { deed: 'access.reviewed', ground: `${from} ${reviewed}` } as const
  await audit.record(tx, actor, organisationId, deed)
}

export const createReview = (deps: Deps): Review => {
  const { people, scope, audit, clock } = deps
  const { period, left } = createLeft(deps)

  return {
    period,
    left,
    isFinished: (tx, organisationId, { from }) => isFinished(tx, from, organisationId),

    save: async (tx, actor, lines) => {
      const { from } = await period(tx)
      const done: (ReviewLine & { readonly organisationId: OrganisationId })[] = []
      for (const { staffId, verdict } of lines) {
        if (staffId === actor.id) throw refused('staff.own-account')
        const staff = await scope.person(tx, actor, staffId)
        const [known] = await listLines(tx, from, [staffId])
        if (sameDuties(known, staff) && known?.verdict === verdict) continue
        const { duties, organisationId } = staff
        await saveLine(tx, {
          ...{ periodFrom: from, staffId, duties, verdict },
          ...{ by: actor.id, at: clock() },
        })
        done.push({ staffId, duties, verdict, organisationId })
      }
      await audit.recordMany(
        tx,
        actor,
        done.map(({ staffId, verdict, organisationId }) => ({
          organisationId,
          deed: verdict === 'confirmed' ? 'access.confirmed' : 'access.removal-asked',
          subject: staffId,
          ground: from,
        })),
      )
    },

    finish: (tx, actor) => finish(deps, tx, actor),

    removals: async (tx, actor) => {
      const { from } = await period(tx)
      const bodies = await scope.bodies(tx, actor)
      const lines = await listRemovals(tx, { periodFrom: from, bodies, limit: REMOVALS })
      const staff = await people.some(
        tx,
        lines.map(({ staffId }) => staffId),
      )
      return staff.filter(
        one =>
          one.status === 'active' &&
          sameDuties(
            lines.find(({ staffId }) => staffId === one.id),
            one,
          ),
      )
    },
  }
}
