import type { RequestHandler } from 'express'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import { actorOf, keysOf } from './guard'
import { toHomePage, type HomePart } from './home.view'
import type { StaffKeys } from './staff'

export type HomeDeps = {
  readonly db: Db
  readonly organisations: Pick<Organisations, 'get'>
  /** What the rooms above contribute, in the order in which the page shows it. */
  readonly homeParts: readonly ((tx: Tx, actor: StaffActor, keys: StaffKeys) => Promise<HomePart>)[]
}

export const openHomeDoors = (staff: Doors<Permission>, deps: HomeDeps): void => {
  staff.get('/staff', 'home.view', show(deps))
  staff.post('/staff/stay', 'home.view', stay)
}

/** 继续办理. The request itself moved the end of the session; whoever has none does not get here. */
const stay: RequestHandler = (_req, res) => {
  res.status(204).end()
}

const show =
  ({ db, organisations, homeParts }: HomeDeps): RequestHandler =>
  async (_req, res) => {
    const actor = actorOf(res)
    const page = await db.inTransaction(async tx => {
      const { name } = await organisations.get(tx, actor.organisationId)
      const parts: HomePart[] = []
      for (const part of homeParts) parts.push(await part(tx, actor, keysOf(res)))
      return toHomePage({ actor, organisation: name, before: res.locals.signedInBefore, parts })
    })
    res.render('accounts/home', page)
  }
