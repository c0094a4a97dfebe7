import { randomUUID } from 'node:crypto'
import { openScene, publishOne, type Scene } from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.site.stop())

it('begins its clock too when the document that was published is withdrawn', async () => {
  const { site, staff, caseId, entries } = scene
  const { db, documents } = site.house
  const { actor, keys } = staff.handler
  const visitor = { actor, keys }
  const typed = new Map([['理由', '不属于本局职责。']])
  const wish = { once: randomUUID(), template: 'not-accepted', typed }
  const { number } = await db.inTransaction(tx => documents.issue(tx, visitor, caseId, wish))
  const one = await publishOne(scene, number)
  await db.inTransaction(tx => documents.withdraw(tx, visitor, { caseId, id: wish.once }))
  const row = await entries()
    .where({ id: one.id })
    .first<{ state: string; change_ground: string }>()
  expect([row.state, row.change_ground]).toEqual(['changed', 'revoked'])
})
