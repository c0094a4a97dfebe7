import type { IdentityRequest, Released, RequestAct, RequestState } from '../identity'
import type { LawEntry } from '../lawbook'
import type { IdentityField } from '../vocabulary/identity-fields'
import type { IdentityRequestId, ReportId, StaffId } from '../vocabulary/ids'

/** As what somebody comes to a request. */
export type Part = 'asker' | 'principal' | 'desk'

/** A request as one of its three sides reads it. */
export type RequestFile = {
  readonly request: IdentityRequest
  readonly state: RequestState
  readonly part: Part
  readonly label: string
  readonly names: ReadonlyMap<StaffId, string>
  readonly ground: string
  readonly text: string
  readonly refusal: string
  /** Other principals of the body: one of them has to agree. */
  readonly principals: readonly string[]
  readonly acts: readonly RequestAct[]
  /** For the asker: until when the answer can be read; undefined when there is none, or not any more. */
  readonly until: Date | undefined
  /** For the desk: whether there is an identity to give. */
  readonly exists: boolean | undefined
}

export type BoardLine = {
  readonly request: IdentityRequest
  readonly state: RequestState
  readonly label: string
  readonly ground: string
  readonly asker: string
}

export type Look = {
  readonly request: IdentityRequest
  readonly label: string
  readonly released: Released
  readonly until: Date
}

/** What an asker is offered. */
export type AskRules = {
  readonly grounds: readonly LawEntry<'release-ground'>[]
  readonly limits: {
    readonly min: number
    readonly max: number
    readonly minutes: number
    readonly keepHours: number
    readonly answerDays: number
  }
}

/** What an asker has filled in. */
export type Asked = {
  /** Of the drawn form: sent twice, it makes one request. */
  readonly once: IdentityRequestId
  readonly report: ReportId
  readonly fields: readonly IdentityField[]
  readonly ground: string
  readonly text: string
  readonly minutes: number
}
