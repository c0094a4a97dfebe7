import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { LawEntry, LawKind, LawPoint, NewLawEntry } from './law-entry'
import type { LimitName } from './limits.rules'

type Deps = { readonly clock: Clock }

export type Lawbook = {
  /** What holds there on that day, in the order in which lists show it. One entry a code. */
  readonly list: <K extends LawKind>(tx: Tx, kind: K, at: LawPoint) => Promise<LawEntry<K>[]>
  readonly find: <K extends LawKind>(
    tx: Tx,
    kind: K,
    code: string,
    at: LawPoint,
  ) => Promise<LawEntry<K> | undefined>
  /** @throws not-found `law` */
  readonly get: <K extends LawKind>(
    tx: Tx,
    kind: K,
    code: string,
    at: LawPoint,
  ) => Promise<LawEntry<K>>
  /** Every limit as a number. */
  readonly limits: (tx: Tx, at: LawPoint) => Promise<Readonly<Record<LimitName, number>>>
  /** @throws refused `law.no-source`, `law.overlap`, `law.malformed` */
  readonly add: (tx: Tx, entry: NewLawEntry) => Promise<void>
  /** Brings the shipped entries in; those already there stay as they are. Safe to repeat. */
  readonly seed: (tx: Tx) => Promise<{ readonly added: number; readonly kept: number }>
}

export declare const createLawbook: (deps: Deps) => Lawbook
