import type { AuditEntry } from '../audit'

/** One deed with what its ids are called. */
export type RecordLine = {
  readonly entry: AuditEntry
  readonly body: string
  /** Empty where the record names nobody. */
  readonly who: string
  readonly caseLabel: string
}
