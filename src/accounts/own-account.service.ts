import type { Audit, AuditEntry } from '../audit'
import type { Tx } from '../platform/db/transaction'
import type { Session, Sessions } from '../sessions'
import type { StaffActor } from '../vocabulary/actor'
import type { Passkeys } from './passkeys.service'
import type { RecoveryCodes } from './recovery-codes.service'
import type { SecondFactor } from './second-factor.service'
import type { StaffKeys } from './staff'
import { readOpened, writeOpened } from './staff-session'
import { setSingleKeys } from './staff.repository'

type Deps = {
  readonly audit: Audit
  readonly sessions: Sessions
  readonly secondFactor: SecondFactor
  readonly recoveryCodes: RecoveryCodes
  readonly passkeys: Pick<Passkeys, 'list'>
}

type Self = { readonly actor: StaffActor; readonly keys: StaffKeys; readonly session: Session }

/** What a person sees of, and does to, their own account. */
export type OwnAccount = {
  readonly signIns: (tx: Tx, actor: StaffActor) => Promise<readonly AuditEntry[]>
  readonly codesLeft: (
    tx: Tx,
    actor: StaffActor,
  ) => Promise<{ readonly count: number; readonly madeAt: Date | undefined }>
  readonly passkeys: (tx: Tx, actor: StaffActor) => Promise<number>
  /** Single keys on or off, wherever this person signs in. */
  readonly switchKeys: (tx: Tx, actor: StaffActor, on: boolean) => Promise<void>
  /** Codes just made that the person has not yet said to have written down. */
  readonly codesToNote: (session: Session) => readonly string[]
  /**
   * Ten new recovery codes for a fresh code of the app; those made before end. While new ones are waiting to be
   * written down, the form sent again makes no others.
   */
  readonly renewCodes: (tx: Tx, self: Self, code: string) => Promise<'right' | 'wrong' | 'locked'>
  /** They are written down: from now on nobody sees them again. */
  readonly noteCodes: (tx: Tx, self: Self) => Promise<void>
}

const SIGN_INS = 20

export const createOwnAccount = (deps: Deps): OwnAccount => {
  const { audit, sessions, secondFactor, recoveryCodes } = deps
  const codesToNote = (session: Session) => readOpened(session)?.codes ?? []

  const keep = (tx: Tx, { session, keys }: Self, codes: readonly string[]) =>
    sessions.save(tx, session, {
      data: writeOpened(keys, { ...readOpened(session), codes }),
    })

  return {
    signIns: (tx, actor) => audit.listSignIns(tx, actor.id, SIGN_INS),
    codesLeft: (tx, actor) => recoveryCodes.left(tx, actor.id),
    codesToNote,
    passkeys: async (tx, actor) => (await deps.passkeys.list(tx, actor.id)).length,

    switchKeys: async (tx, actor, on) => {
      if (!(await setSingleKeys(tx, actor.id, on))) return
      await audit.record(tx, actor, actor.organisationId, { deed: 'keys.switched' })
    },

    renewCodes: async (tx, self, code) => {
      const { actor, keys, session } = self
      if (codesToNote(session).length > 0) return 'right'
      const { kind } = await secondFactor.check(tx, keys, code)
      if (kind !== 'right') return kind
      await keep(tx, self, await recoveryCodes.make(tx, actor.id))
      await audit.record(tx, actor, actor.organisationId, { deed: 'recovery-codes.made' })
      return kind
    },

    noteCodes: async (tx, self) => {
      const { actor, session } = self
      if (codesToNote(session).length === 0) return
      await keep(tx, self, [])
      await audit.record(tx, actor, actor.organisationId, { deed: 'recovery-codes.noted' })
    },
  }
}
