import { dayOf, type Day } from '../platform/clock'
import type { Chance } from './chance.rules'
import { momentOf, type Pace } from './pace.rules'
import type { PlannedReport } from './report.rules'
import { talk, tell } from './story.rules'

/** Who acts: a desk's officer, or the first or second of the two handlers. */
export type Role = 'intake' | 'principal' | 'first' | 'second'

/** One thing that happens to a case. `decision` counts its decisions from nought, `letter` names its messages. */
export type Deed =
  | { readonly kind: 'look'; readonly by: Role }
  | { readonly kind: 'accept'; readonly by: Role; readonly decision: number }
  | {
      readonly kind: 'refuse'
      readonly by: Role
      readonly decision: number
      readonly ground: string
      readonly reason: string
    }
  /** To the two handlers of the case. */
  | { readonly kind: 'assign'; readonly by: Role; readonly decision: number }
  | { readonly kind: 'brief'; readonly by: Role; readonly where: string }
  | { readonly kind: 'ask'; readonly by: Role; readonly body: string; readonly letter: number }
  | { readonly kind: 'write'; readonly body: string; readonly letter: number }
  | { readonly kind: 'visit' }
  | { readonly kind: 'read'; readonly by: Role }
  /** The check is over. What follows it has no state yet; its clock stops as it will then. */
  | { readonly kind: 'settle' }

export type Step = { readonly at: Date; readonly deed: Deed }

type Told = Pick<PlannedReport, 'code' | 'source' | 'suspect' | 'relation'>

/** Grounds of the lawbook, by what is reported. */
const groundsFor = ({ code, suspect }: Told): Readonly<Record<string, number>> => {
  if (suspect || code === 'X2') return { 'no-clue': 1 }
  if (code === 'X1') return { 'out-of-scope': 1 }
  if (code.startsWith('F')) return { 'other-procedure': 3, 'no-clue': 1, 'in-hand': 1 }
  return { 'no-clue': 45, 'in-hand': 38, closed: 12, reviewed: 5 }
}

const refusedPart = ({ code, suspect }: Told): number => {
  if (suspect) return 0.95
  if (code === 'X1') return 0.85
  if (code === 'X2') return 0.55
  return code.startsWith('F') ? 0.35 : 0.24
}

/** Steps in order: each is later than the one before it, in office hours where an officer takes it. */
const createDiary = (chance: Chance, pace: Pace, start: Date) => {
  const steps: Step[] = []
  let last = start
  const officeMinute = () =>
    chance.odds(0.5) ? chance.between(515, 690) : chance.between(815, 1_040)
  const put = (at: Date, deed: Deed): void => {
    last = at > last ? at : new Date(last.getTime() + chance.between(3, 14) * 60_000)
    steps.push({ at: last, deed })
  }
  return {
    steps,
    today: (): Day => dayOf(last),
    /** By an officer, so many working days later. */
    work: (later: number, deed: Deed) => {
      const from = dayOf(last)
      const minute = officeMinute()
      // What comes in on a holiday, or after the officer has left, waits for the next working day.
      const today = pace.isWorking(from) && momentOf(from, minute) > last
      const day = pace.workingDay(from, today ? later : Math.max(1, later))
      put(momentOf(day, minute), deed)
    },
    /** In the same sitting. */
    then: (deed: Deed) => {
      put(new Date(last.getTime() + chance.between(12, 28) * 1_000), deed)
    },
    /** By the reporter, so many days later. */
    come: (later: number, deed: Deed) => {
      put(new Date(last.getTime() + (later * 1_440 + chance.between(5, 300)) * 60_000), deed)
    },
    /** At the end of a working day counted from another day, and without moving the others. */
    aside: (from: Day, later: number, deed: Deed) => {
      steps.push({ at: momentOf(pace.workingDay(from, later), 1_045), deed })
    },
  }
}

type Diary = ReturnType<typeof createDiary>

const planRefusal = (chance: Chance, diary: Diary, report: Told): void => {
  const ground = chance.weighted(groundsFor(report))
  const reasons: Readonly<Record<string, readonly string[]>> = talk.reasons
  const reason = chance.pick(reasons[ground] ?? [])
  const late = chance.weighted({ 0: 2, 1: 4, 2: 3, 4: 2, 7: 1 })
  diary.work(Number(late), { kind: 'look', by: 'intake' })
  diary.then({ kind: 'refuse', by: 'intake', decision: 0, ground, reason })
  if (report.source !== 'letter' && chance.odds(0.4))
    diary.come(chance.between(0, 9), { kind: 'visit' })
}

/** The latest messages often lie unread; nothing older does. */
const isLeft = (chance: Chance, diary: Diary, pace: Pace): boolean =>
  pace.workingDay(diary.today(), 12) > pace.until && chance.odds(0.75)

/** A question, perhaps an answer, perhaps thanks. */
const planTalk = (chance: Chance, diary: Diary, pace: Pace): void => {
  const { ask, answer } = chance.pick(talk.questions)
  diary.work(chance.between(0, 3), { kind: 'ask', by: 'first', body: ask, letter: 1 })
  if (!chance.odds(0.72)) return
  diary.come(chance.between(0, 6), {
    kind: 'write',
    body: tell(chance, chance.pick(answer)),
    letter: 2,
  })
  if (isLeft(chance, diary, pace)) return
  diary.work(chance.between(1, 3), { kind: 'read', by: chance.pick(['first', 'second'] as const) })
  if (!chance.odds(0.5)) return
  diary.then({ kind: 'ask', by: 'first', body: chance.pick(talk.thanks), letter: 3 })
}

const planUnasked = (chance: Chance, diary: Diary, pace: Pace): void => {
  const body = tell(chance, chance.pick(talk.unasked))
  diary.come(chance.between(1, 12), { kind: 'write', body, letter: 9 })
  if (isLeft(chance, diary, pace)) return
  diary.work(chance.between(1, 3), { kind: 'read', by: 'first' })
}

/** Most checks end in time; a few run over, and a few of the latest have not ended yet. */
const planEnd = (chance: Chance, diary: Diary, pace: Pace, on: Day): void => {
  const recent = pace.workingDay(on, 48) > pace.until
  if (recent && chance.odds(0.2)) return
  const taken = chance.odds(0.93) ? chance.between(8, 15) : chance.between(16, 24)
  diary.aside(on, taken, { kind: 'settle' })
}

const planTriage = (chance: Chance, diary: Diary): void => {
  diary.work(Number(chance.weighted({ 0: 3, 1: 4, 2: 3, 3: 1 })), { kind: 'look', by: 'intake' })
  diary.then({ kind: 'accept', by: 'intake', decision: 0 })
  const by = chance.odds(0.7) ? 'principal' : 'intake'
  diary.work(Number(chance.weighted({ 0: 2, 1: 4, 2: 2, 3: 1 })), { kind: 'look', by })
  diary.then({ kind: 'assign', by, decision: 1 })
}

const planCheck = (chance: Chance, diary: Diary, pace: Pace, report: Told): void => {
  diary.work(chance.between(0, 2), { kind: 'look', by: 'first' })
  if (chance.odds(0.5)) diary.then({ kind: 'brief', by: 'first', where: chance.pick(talk.where) })
  if (chance.odds(0.6)) diary.work(chance.between(0, 1), { kind: 'look', by: 'second' })
  // Nobody holds the code of a letter that gave no address.
  if (report.source === 'letter') return
  if (report.relation.contactOk !== 'no' && chance.odds(0.5)) planTalk(chance, diary, pace)
  else if (chance.odds(0.4)) diary.come(chance.between(0, 10), { kind: 'visit' })
  if (chance.odds(0.18)) planUnasked(chance, diary, pace)
}

/** Everything that happens to one case after it came in, up to the end of the year that is told. */
export const planCourse = (
  chance: Chance,
  pace: Pace,
  report: Told,
  start: Date,
): readonly Step[] => {
  const diary = createDiary(chance, pace, start)
  const on = dayOf(start)
  if (chance.odds(refusedPart(report))) planRefusal(chance, diary, report)
  else {
    planTriage(chance, diary)
    planCheck(chance, diary, pace, report)
    planEnd(chance, diary, pace, on)
  }
  const end = momentOf(pace.until, 1_440)
  return diary.steps.filter(({ at }) => at < end)
}
