import { makeClaim } from '../filing'
import { addDays, dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import { inGroups } from '../receipts'
import type { CaseId, InstitutionId } from '../vocabulary/ids'
import { gatherCast } from './cast.service'
import { listedInstitutions } from './institution-list.rules'
import { createNames } from './names'
import { overseeOne } from './overseen.service'
import { createPace, YEAR, type Pace } from './pace.rules'
import { publishTwo } from './published.service'
import { decideOne } from './rewarded.service'
import { playEvent } from './scenes.service'
import { chooseShown } from './shown.rules'
import type { Rooms, Stage } from './stage'
import type { StageClock } from './stage-clock'
import { readProgress, writeProgress, type Progress } from './year-file'
import { planYear } from './year.rules'

/** Everybody who chose to claim a reward chose this word. */
export const CLAIM_WORD = '门前的枣树有两个人高'
const dueWords = '查实了，承办人可以提奖励'
const MOST = 20_000
/** So often the place is written down; what happens twice after a kill does no harm. */
const NOTED = 20

type Wish = {
  readonly cases: number
  readonly dataDir: string
  readonly clock: StageClock
  /** Told after every report that came in: how many of how many. */
  readonly onCase: (told: number, wanted: number) => void
}

type Told = {
  readonly added: number
  readonly cases: number
  readonly from: Day
  readonly until: Day
  /** A few codes to show the follow-up page with, and what each leads to. */
  readonly codes: readonly { readonly words: string; readonly code: string }[]
}

const listIds = async (
  { registry }: Rooms,
  tx: Tx,
): Promise<ReadonlyMap<string, InstitutionId>> => {
  const { items } = await registry.search(tx, { q: '', regionCode: '990000', limit: 500 })
  const codes = new Set(listedInstitutions().map(({ code }) => code))
  return new Map(items.filter(({ code }) => codes.has(code)).map(({ code, id }) => [code, id]))
}

const openStage = async (rooms: Rooms, { dataDir, clock }: Wish): Promise<Stage> => {
  const claim = await makeClaim(rooms.random, CLAIM_WORD)
  return rooms.db.inTransaction(async tx => ({
    rooms,
    clock,
    claim,
    cast: await gatherCast(rooms, tx, dataDir),
    names: createNames(rooms.installation),
    institutions: await listIds(rooms, tx),
  }))
}

/** The working days that the year and the weeks behind it have, by the calendar of the house. */
const openPace = (rooms: Rooms, until: Day): Promise<Pace> =>
  rooms.db.inTransaction(async tx => {
    const working = new Set<Day>()
    for (let day = addDays(until, -YEAR); day <= addDays(until, 120); day = addDays(day, 1))
      if ((await rooms.deadlines.workingDaysLeft(tx, addDays(day, -1), day)) === 1) working.add(day)
    return createPace(until, day => working.has(day))
  })

/** Progress that speaks of another database (its folder was taken away) is none. */
const findProgress = async (stage: Stage, { dataDir, clock }: Wish): Promise<Progress> => {
  const { rooms, names } = stage
  const kept = readProgress(dataDir)
  const first = await rooms.db.inTransaction(tx =>
    rooms.cases.find(tx, names.uuid('case 0') as CaseId),
  )
  // The year ends yesterday: nothing that is told lies in the future.
  const fresh = { until: addDays(dayOf(clock.now()), -1), told: 0, asked: 0, happened: 0 }
  if (kept === undefined) return fresh
  return kept.told > 0 && first === undefined ? fresh : kept
}

type Telling = { readonly stage: Stage; readonly pace: Pace; readonly wish: Wish }

/** From the first case that is not told to its end, to the last that was asked for. */
const tell = async ({ stage, pace, wish }: Telling, progress: Progress): Promise<Progress> => {
  const { told, asked } = progress
  const events = planYear(pace, told, asked)
  let arrived = told
  for (const [at, event] of events.entries()) {
    if (event.deed.kind === 'arrive') arrived += 1
    if (at < progress.happened) continue
    await playEvent(stage, event)
    if (event.deed.kind === 'arrive') wish.onCase(arrived, asked)
    if ((at + 1) % NOTED === 0) writeProgress(wish.dataDir, { ...progress, happened: at + 1 })
  }
  const done = { ...progress, told: asked, happened: 0 }
  writeProgress(wish.dataDir, done)
  return done
}

/**
 * Brings a demonstration up to so many cases of a bureau's year, made by the house's own services. Asked again it
 * adds what is missing; ended in the middle it goes on where it was. What people entered themselves is not
 * touched and not counted.
 * @throws refused `demonstration.not-here` in a real installation, `demonstration.too-many`,
 *   `demonstration.account-changed`; notFound('demonstration') when nobody has been moved in
 */
export const tellYear = async (
  rooms: Rooms & { readonly config: { readonly demonstration: boolean } },
  wish: Wish,
): Promise<Told> => {
  if (!rooms.config.demonstration) throw refused('demonstration.not-here')
  if (wish.cases > MOST) throw refused('demonstration.too-many', { most: MOST })
  const stage = await openStage(rooms, wish)
  let progress = await findProgress(stage, wish)
  const pace = await openPace(rooms, progress.until)
  const telling = { stage, pace, wish }
  const before = progress.told
  // First what was begun, in the order in which it was begun.
  if (progress.asked > progress.told) progress = await tell(telling, progress)
  if (wish.cases > progress.told) progress = await tell(telling, { ...progress, asked: wish.cases })
  const { told: cases, until } = progress
  await publishTwo(stage, cases)
  await overseeOne(stage, cases)
  const events = planYear(pace, 0, cases)
  const arrived = events.flatMap(({ deed, planned }) => (deed.kind === 'arrive' ? [planned] : []))
  const decided = await decideOne(stage, arrived)
  const due = decided === undefined ? [] : [{ index: decided, words: dueWords }]
  const codes = [...chooseShown(events), ...due].map(({ index, words }) => ({
    words,
    code: inGroups(stage.names.code(index)),
  }))
  return { added: cases - before, cases, from: addDays(until, 1 - YEAR), until, codes }
}
