import type { Accounts, StaffKeys } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'
import type { Role } from './course.rules'
import { readDemoAccounts } from './demo-files'

/** An officer of the demonstration whom this process plays. */
export type Player = { readonly actor: StaffActor; readonly keys: StaffKeys }

export type Cast = {
  /** Who writes down what comes by telephone, at the window or by letter: the body that runs the site. */
  readonly registrar: Player
  /** undefined where the body has nobody for it. */
  readonly of: (
    body: OrganisationId,
    role: Role,
    handlers: readonly [number, number],
  ) => Player | undefined
}

const duties = ['intake', 'principal', 'handler'] as const

/** Everybody who acts, opened by the passwords that the demonstration wrote down. */
export const gatherCast = async (
  { accounts }: { readonly accounts: Accounts },
  tx: Tx,
  dataDir: string,
): Promise<Cast> => {
  const listed = readDemoAccounts(dataDir)
  if (listed === undefined) throw notFound('demonstration')
  const players: Player[] = []
  for (const { user, password, duty } of listed) {
    if (!duties.some(one => one === duty)) continue
    const player = await accounts.unlock(tx, user, password)
    if (player === undefined) throw refused('demonstration.account-changed', { user })
    players.push(player)
  }
  const [registrar] = players
  if (registrar === undefined) throw notFound('demonstration')
  return { registrar, of: castOf(players) }
}

const castOf =
  (players: readonly Player[]): Cast['of'] =>
  (body, role, [one, other]) => {
    const able = (duty: (typeof duties)[number]) =>
      players.filter(({ actor }) => actor.organisationId === body && actor.duties.includes(duty))
    if (role === 'intake' || role === 'principal') return able(role)[0]
    const handlers = able('handler')
    const first = one % handlers.length
    const second = other % handlers.length
    if (handlers.length < 2) return undefined
    if (role === 'first') return handlers[first]
    return handlers[second === first ? (first + 1) % handlers.length : second]
  }
