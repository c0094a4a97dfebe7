import type { Case } from '../cases'
import type { LawEntry } from '../lawbook'
import type { Day } from '../platform/clock'
import type { LampColour } from '../vocabulary/case-words'
import type { EvidenceId, StaffId } from '../vocabulary/ids'
import type { PackFile, Receiver, Transfer, TransferContent } from './transfer'
import type { TransferAction } from './transfer.rules'

/** What a form of a new transfer is read by: the law of the case's place today. */
export type Choices = {
  readonly receivers: readonly LawEntry<'transfer-receiver'>[]
  readonly limits: {
    readonly min: number
    readonly max: number
    readonly text: number
    readonly name: number
    readonly files: number
    readonly bytes: number
  }
}

/** What the page of a new transfer shows. */
export type Frame = Choices & {
  readonly found: Case
  readonly target: string
  readonly hasBrief: boolean
  readonly who: { readonly id: string; readonly writes: boolean; readonly approves: boolean }
  readonly files: readonly {
    readonly id: EvidenceId
    readonly name: string
    /** Whether there is a copy that may leave. */
    readonly clean: boolean
  }[]
}

type DueLamp = {
  readonly colour: LampColour
  readonly workingDays: number
  readonly dueOn: Day
}

export type TransferFile = {
  readonly transfer: Transfer
  readonly receiver: Receiver
  readonly files: readonly PackFile[]
  readonly digest: string
  readonly found: Case
  readonly content: TransferContent
  readonly refusal: string
  readonly said: string
  readonly receipt: { readonly who: string; readonly number: string } | undefined
  readonly names: ReadonlyMap<StaffId, string>
  readonly may: readonly TransferAction[]
  readonly lamp: DueLamp | undefined
  readonly limits: { readonly min: number; readonly max: number; readonly name: number }
  readonly today: Day
}

export type TransferList = {
  readonly lines: readonly {
    readonly transfer: Transfer
    readonly found: Case
    /** '' where the key is not this person's. */
    readonly to: string
    readonly kind: string
    readonly lamp: DueLamp | undefined
  }[]
  readonly next: { readonly due: string; readonly arrival: number } | undefined
}

export type Past = readonly { readonly transfer: Transfer; readonly to: string }[]
