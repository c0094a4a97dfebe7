import type { RequestHandler } from 'express'
import type { Doors } from '../platform/http/doors'
import { readPath } from '../platform/http/path'
import type { Permission } from '../vocabulary/permission'
import { openAddingDoors } from './adding.staff.routes'
import { ItemPath, readAfter } from './record.schema'
import { toItemPage, toListPage } from './record.view'
import { visitorAt, type InvestigationDoorDeps } from './visit.guard'
import { showVolume } from './volume.staff.routes'

export const openInvestigationDoors = (
  staff: Doors<Permission>,
  deps: InvestigationDoorDeps,
): void => {
  staff.get('/staff/cases/:caseId/record', 'file.view', list(deps))
  openAddingDoors(staff, deps)
  staff.get('/staff/cases/:caseId/record/:itemId', 'file.view', show(deps))
  staff.post('/staff/cases/:caseId/record/:itemId/confirm', 'investigation.confirm', agree(deps))
  staff.get('/staff/cases/:caseId/volume', 'file.view', showVolume(deps))
}

const list =
  (deps: InvestigationDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, investigation } = deps
    const visitor = await visitorAt(deps, req, res)
    const { actor, caseId } = visitor
    const after = readAfter(req.query)
    const page = await db.inTransaction(async tx => {
      const file = await investigation.open(tx, visitor, caseId)
      const found = await investigation.list(tx, file, after)
      await deps.audit.record(tx, actor, actor.organisationId, {
        ...{ deed: 'case.opened', caseId, subject: 'record' },
      })
      return toListPage(file, { ...found, after, viewer: actor })
    })
    res.render('investigation/list', page)
  }

const show =
  (deps: InvestigationDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, investigation } = deps
    const visitor = await visitorAt(deps, req, res)
    const { actor, caseId } = visitor
    const { itemId } = readPath(ItemPath, req.params)
    const page = await db.inTransaction(async tx => {
      const file = await investigation.open(tx, visitor, caseId)
      const versions = await investigation.versions(tx, file, itemId)
      const seen = toItemPage(file, { versions, itemId, viewer: actor })
      await investigation.recordView(tx, actor, seen.item)
      return seen.page
    })
    res.render('investigation/item', page)
  }

const agree =
  (deps: InvestigationDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, investigation } = deps
    const visitor = await visitorAt(deps, req, res)
    const { actor, caseId } = visitor
    const { itemId } = readPath(ItemPath, req.params)
    await db.inTransaction(async tx => {
      const file = await investigation.open(tx, visitor, caseId)
      await investigation.confirm(tx, actor, file, itemId)
    })
    res.redirect(303, `/staff/cases/${caseId}/record/${itemId}`)
  }
