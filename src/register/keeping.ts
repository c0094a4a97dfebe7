import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import type { Masking } from '../masking'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Registry } from '../registry'

/** What the services of this room are built from. */
export type RegisterDeps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly clock: Clock
  readonly deadlines: Pick<Deadlines, 'plan' | 'lamps'>
  readonly desks: Pick<Desks, 'holdersOf'>
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly organisations: Pick<Organisations, 'get' | 'list'>
  readonly registry: Pick<Registry, 'match'>
}
