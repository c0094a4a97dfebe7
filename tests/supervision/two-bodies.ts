import type { CaseId } from '../../src/vocabulary/ids'
import { createClient, type Answer, type Client } from '../support/client'
import { comeBack } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId } from '../support/refusing'
import { sendReport, type ReportWish } from '../support/reporting'
import { openSite } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

/** A city that receives reports, and the supervision desk of the province above it. */
export const openTwoBodies = async () => {
  const site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own, above: province } = await moveIn(site)
  const intake = await hire(site, own.id, ['intake'], '林受理')
  const above = await hire(site, province.id, ['supervision'], '罗督办')
  const appealsOf = (caseId: CaseId) => site.tables('appeals').where({ case_id: caseId })
  return {
    ...{ site, own, province, intake, above, appealsOf },
    /** A report, and its author back with the code. */
    report: async (wish: ReportWish = {}) => {
      const { code } = await sendReport(reporterBrowser(site), wish)
      const browser = reporterBrowser(site)
      await comeBack(browser, code)
      return { browser, code, caseId: await lastCaseId(site) }
    },
    /** Another window, past the watch over the record. */
    sameBrowser: (browser: Client): Client => {
      const other = createClient({ url: site.publicUrl })
      for (const [name, value] of browser.cookies) other.cookies.set(name, value)
      return other
    },
    /** A code works once: each sign-in is later. */
    enter: async (officer: Officer): Promise<SignedIn> => {
      site.clock.pass(1)
      return signIn(site, officer)
    },
    linkTo: async (caseId: CaseId): Promise<string> =>
      `/staff/supervise/${String((await appealsOf(caseId).pluck<string[]>('id'))[0])}`,
  }
}

export type TwoBodies = Awaited<ReturnType<typeof openTwoBodies>>

export const send = { form: 'form[action="/follow/retaliation"]' }
export const call = {
  text: '雀站有人往我柜子里泼水',
  when: '2026 11 20',
  reach: '雀夜里九点后打弟弟的电话',
}
export const main = ({ $ }: Answer): string => $('main').text()
