import { systemRandom } from '../../src/platform/random'
import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

/** A body with two handlers and a principal who holds the desk's key. */
export type Scene = {
  readonly site: Site
  readonly clerk: Officer
  readonly principal: Officer
  readonly handlers: readonly [Officer, Officer]
  readonly enter: (officer: Officer) => Promise<SignedIn>
}

export const openScene = async (): Promise<Scene> => {
  const site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own } = await moveIn(site)
  const clerk = await hire(site, own.id, ['intake'], '王芳')
  const principal = await hire(site, own.id, ['principal'], '高立群')
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, principal.actor.id))
  const handlers = [
    await hire(site, own.id, ['handler'], '周启明'),
    await hire(site, own.id, ['handler'], '李敏'),
  ] as const
  const enter = (officer: Officer) => {
    site.clock.pass(1)
    return signIn(site, officer)
  }
  return { site, clerk, principal, handlers, enter }
}

/** A case that its two handlers are investigating. */
export const investigated = async ({ site, clerk, handlers }: Scene): Promise<CaseId> => {
  const { caseId } = await storeCase(site, clerk.actor.organisationId, {
    title: { target: '和安医院' },
  })
  await giveCase(site, clerk, caseId, handlers)
  await site.tables('cases').where({ id: caseId }).update({ state: 'investigating' })
  return caseId
}

export const unanswered = {
  match: 'full',
  text: '重复收费属实',
  code_1: 'R38-3',
  facts_1: '三楼病区重复收取护理费',
  loss_1: '12.5万',
  fine_1: '150,000',
} as const

export const typed = { ...unanswered, public: 'yes' } as const

export const save = { form: 'form[action$="/findings"]', button: '保存认定' }

/** Asked for by a handler, agreed to by the principal, past the pages. */
export const decide = async (
  { site, handlers: [first], principal }: Scene,
  caseId: CaseId,
  outcome: 'penalty' | 'agreement' = 'penalty',
): Promise<void> => {
  const { db, proceedings } = site.house
  const wish = { action: 'decide', outcome, reason: '事实清楚，证据充分，按照条例处罚' } as const
  await db.inTransaction(tx => proceedings.propose(tx, { ...first, caseId }, wish))
  const asked = await site
    .tables('case_proposals')
    .where({ case_id: caseId, state: 'asked' })
    .first<{ id: string }>('id')
  await db.inTransaction(tx => proceedings.approve(tx, principal, asked.id))
}

/** The same browser, sending a second time: nothing has to be recorded again. */
export const again = ({ site }: Scene, { cookies }: SignedIn): Client => {
  const twice = createClient({ url: site.staffUrl })
  for (const [name, value] of cookies) twice.cookies.set(name, value)
  return twice
}

export const uuid = (): string => systemRandom.uuid()

export const main = (page: Answer): string => page.$('main').text().replace(/\s+/g, ' ')
