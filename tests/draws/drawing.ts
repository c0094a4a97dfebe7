import type { OrganisationId } from '../../src/vocabulary/ids'
import { storeCase, type StoredCase } from '../support/cases'
import { createClient, type Answer } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

type Row = {
  readonly id: string
  readonly commitment: Buffer
  readonly seed: Buffer | null
}

/** A body with a principal who draws, an intake officer who witnesses, and four handlers: 1 to 4 in draws. */
export const openDrawing = async (wish: Parameters<typeof openSite>[0] = {}) => {
  const site: Site = await openSite({ now: '2026-11-23T02:00:00Z', ...wish })
  const own: OrganisationId = (await moveIn(site)).own.id
  const clerk = await hire(site, own, ['intake'], '王芳')
  const head = await hire(site, own, ['principal'], '赵负责')
  const handlers: readonly [Officer, Officer, Officer, Officer] = [
    await hire(site, own, ['handler'], '周启明'),
    await hire(site, own, ['handler'], '李敏'),
    await hire(site, own, ['handler'], '孙强'),
    await hire(site, own, ['handler'], '马晓东'),
  ]
  const { db, desks, cases } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, head.actor.id))
  const intake = await signIn(site, clerk)
  const principal = await signIn(site, head)

  const acceptedCase = async (): Promise<StoredCase> => {
    const stored = await storeCase(site, own)
    await db.inTransaction(tx => cases.act(tx, clerk.actor, stored.caseId, { action: 'accept' }))
    return stored
  }
  const exclude = (stored: StoredCase, { actor }: Officer, by: Officer): Promise<void> =>
    db.inTransaction(tx =>
      cases.exclude(tx, by.actor, stored.caseId, { staffId: actor.id, ground: 'relative' }),
    )
  const committed = async (stored: StoredCase, typed: Readonly<Record<string, string>> = {}) =>
    principal.submit(await principal.open(`/staff/draws/new?case=${stored.caseId}`), typed)
  const witnessed = async (page: Answer, word = 'Zhao2026') =>
    intake.submit(await intake.open(page.path), { word }, { form: 'form[action$="/witness"]' })
  const held = async (page: Answer) =>
    principal.submit(await principal.open(page.path), {}, { form: 'form[action$="/hold"]' })
  const pairOf = async (stored: StoredCase): Promise<string[]> =>
    site
      .tables('case_officers')
      .where({ case_id: stored.caseId, handling: true })
      .orderBy('staff_id')
      .pluck<string[]>('staff_id')
  const rowOf = async (page: Answer): Promise<Row> => {
    const id = page.path.split('/').at(-1) ?? ''
    const row = await site.tables('draws').where({ id }).first<Row | undefined>()
    if (row === undefined) throw new Error('no draw')
    return row
  }
  const deedsOf = (id: string) =>
    site.tables('audit_entries').where({ subject: id }).orderBy('seq').pluck<string[]>('deed')

  return {
    ...{ site, own, clerk, head, handlers, intake, principal },
    ...{ acceptedCase, exclude, committed, witnessed, held, pairOf, rowOf, deedsOf },
  }
}

/** Sends again what a page offered, past the watch on records: the second time there is nothing to record. */
export const again = (site: Site, visitor: SignedIn) => {
  const client = createClient({ url: site.staffUrl })
  for (const [name, value] of visitor.cookies) client.cookies.set(name, value)
  return client
}
