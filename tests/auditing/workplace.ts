import { randomUUID } from 'node:crypto'
import type { Actor } from '../../src/vocabulary/actor'
import type { Deed } from '../../src/vocabulary/deeds'
import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

/** A body with an auditor, an intake officer who has looked at things, a body above and one below. */
export const openAudited = async () => {
  const site: Site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own, above } = await moveIn(site)
  const { db, organisations } = site.house
  const county = await db.inTransaction(tx =>
    organisations.create(tx, {
      ...{ code: 'S330106', name: '示范区医疗保障局', shortName: '示范区', level: 'county' },
      ...{ kind: 'medical-security', parentId: own.id, regionCode: '330106' },
      ...{ telephone: '1', hours: '1', address: '1', postcode: '1' },
    }),
  )
  const auditor: Officer = await hire(site, own.id, ['auditor'], '孙审计')
  const officer: Officer = await hire(site, own.id, ['intake'], '林雨晴')
  await sendReport(reporterBrowser(site))
  const { id: caseId } = await site.tables('cases').first<{ id: CaseId }>('id')
  site.clock.pass(2)
  const browser: SignedIn = await signIn(site, auditor)

  const write = (actor: Actor, body: OrganisationId, deed: Deed, count = 1) => {
    const done = Array.from({ length: count }, () => ({
      ...{ deed, caseId, organisationId: body, subject: randomUUID() },
    }))
    return db.inTransaction(tx => site.house.audit.recordMany(tx, actor, done))
  }
  return { site, own, above, county, auditor, officer, browser, caseId, write }
}

export type Audited = Awaited<ReturnType<typeof openAudited>>
