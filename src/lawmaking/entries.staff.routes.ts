import type { RequestHandler } from 'express'
import { actorOf } from '../accounts'
import { dayOf } from '../platform/clock'
import type { Doors } from '../platform/http/doors'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { openDraftDoors } from './draft.staff.routes'
import type { LawDoorDeps } from './law-door'
import { readFilter } from './lawmaking.schema'
import { LAW, toEntryPage, toListPage } from './lawmaking.view'
import { begunKinds, shapeOf } from './shapes.service'
import { entryAt, openWritingDoors } from './writing.staff.routes'

export const openLawDoors = (staff: Doors<Permission>, deps: LawDoorDeps): void => {
  staff.get(LAW, 'law.view', list(deps))
  staff.get(`${LAW}/entry`, 'law.view', show(deps))
  openWritingDoors(staff, deps)
  openDraftDoors(staff, deps)
}

const list =
  ({ db, clock, lawDrafts }: LawDoorDeps): RequestHandler =>
  async (req, res) => {
    const filter = readFilter(req.query)
    const page = await db.inTransaction(async tx => {
      const entries = await lawDrafts.entries(tx)
      const open = await lawDrafts.open(tx)
      const refused = await lawDrafts.refused(tx, actorOf(res))
      return { entries, drafts: [...open, ...refused] }
    })
    const begun = isAllowed(actorOf(res), 'law.edit') ? begunKinds : []
    res.render('lawmaking/list', toListPage({ ...page, filter, today: dayOf(clock()), begun }))
  }

const show =
  (deps: LawDoorDeps): RequestHandler =>
  async (req, res) => {
    const entry = await deps.db.inTransaction(tx => entryAt(deps, tx, req.query))
    const words = shapeOf(entry.kind)?.toWords(entry.data)
    const mayEdit = isAllowed(actorOf(res), 'law.edit')
    const today = dayOf(deps.clock())
    res.render('lawmaking/entry', toEntryPage({ entry, words, mayEdit, today }))
  }
