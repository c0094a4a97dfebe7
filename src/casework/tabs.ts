import type { AuditEntry } from '../audit'
import type { Case } from '../cases'
import type {
  ClockCount,
  ClockPause,
  Deadline,
  ExtensionRule,
  Lamp,
  OpenExtension,
} from '../deadlines'
import type { Message } from '../dialogue'
import type { EvidenceFile } from '../evidence'
import type { LawEntry } from '../lawbook'
import type { Original } from '../masking'
import type { Day } from '../platform/clock'
import type { Brief } from './case-file'
import type { HistoryPlace } from './casework.rules'

export type Summary = {
  readonly brief: Brief
  /** As they were written: only a mask shows them. */
  readonly originals: readonly Original[]
  readonly files: readonly EvidenceFile[]
}

export type ThreadMessage = {
  readonly message: Message
  /** The colleague's name and the number by which the reporter knows them; undefined: the reporter. */
  readonly officer: { readonly name: string; readonly number: number | undefined } | undefined
  readonly files: readonly EvidenceFile[]
}

/** What was written with one reporter. */
export type Thread = {
  readonly found: Case
  readonly messages: readonly ThreadMessage[]
  /** The day on which the reporter last came to look; undefined: never since the report. */
  readonly lastVisit: Day | undefined
}

export type NamedPause = ClockPause & { readonly groundName: string }
export type NamedExtension = OpenExtension & { readonly asker: string; readonly decider: string }

export type ClockLine = {
  readonly deadline: Deadline
  readonly rule: LawEntry<'deadline-rule'>
  readonly lamp: { readonly lamp: Lamp; readonly workingDaysLeft: number }
  readonly pauses: readonly NamedPause[]
  readonly extensions: readonly NamedExtension[]
}

/** One clock with all that happened to it, and every day of it. */
export type ClockFile = ClockLine & {
  readonly count: ClockCount
  /** Grounds for which this clock may stand still. */
  readonly grounds: readonly LawEntry<'pause-ground'>[]
  readonly next: ExtensionRule | undefined
}

export type HistoryLine = {
  readonly entry: AuditEntry
  readonly who: string
  /** The ground in words, when it is one of the law book's. */
  readonly ground: string
}
export type History = {
  readonly lines: readonly HistoryLine[]
  readonly older: HistoryPlace | undefined
}
