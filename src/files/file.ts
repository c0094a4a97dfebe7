import type { RefusalValues } from '../platform/errors'

export type Limits = {
  readonly fileBytes: number
  readonly files: number
}

/** Bytes for a response. Reads nothing before `read` is called. */
export type OpenFile = {
  readonly type: string
  readonly size: number
  readonly read: (start: number, endInclusive: number) => AsyncIterable<Buffer>
}

type UploadRefusal =
  | 'empty'
  | 'too-big'
  | 'too-many'
  | 'kind'
  | 'archive'
  | 'web-page'
  | 'mismatch'
  | 'unknown'
  | 'no-room'

/** A file that was not taken. Whoever draws the page has a sentence for each code. */
export type RefusedFile = {
  readonly ok: false
  readonly name: string
  readonly code: UploadRefusal
  readonly values: RefusalValues
}
