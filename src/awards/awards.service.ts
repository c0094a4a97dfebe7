import { createAnswering, type Answering } from './answering.service'
import { listNumbers } from './award-lists.repository'
import type { AwardDeps } from './awards-deps'
import { countFigures, sumWaiting } from './figures.repository'
import { createCourse, type AwardCourse } from './paying.service'
import { propose, reckon, type Propose, type Reckon } from './proposing.service'
import { createReading, type Reading } from './reading.service'
import { createWindows, type Windows } from './windows.service'

export type Awards = Answering &
  Reading &
  Windows & {
    /** @throws notFound('case'), forbidden('case.no-key'), refused `award.*`, `words.masked` */
    readonly propose: Propose
    readonly reckon: Reckon
    readonly course: AwardCourse
    /** Of the bodies that pay, for those who may see them. */
    readonly figures: typeof countFigures
    readonly waitingFen: typeof sumWaiting
    readonly numbersOf: typeof listNumbers
  }

export const createAwards = (deps: AwardDeps): Awards => ({
  ...createAnswering(deps),
  ...createReading(deps),
  ...createWindows(deps),
  propose: propose(deps),
  reckon: reckon(deps),
  course: createCourse(deps),
  figures: countFigures,
  waitingFen: sumWaiting,
  numbersOf: listNumbers,
})
