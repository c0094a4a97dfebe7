import type { CaseId } from '../../src/vocabulary/ids'
import {
  deedsOf,
  enter,
  openThree,
  reportAndGive,
  secondWindow,
  send,
  type Three,
} from '../release/desk-of-three'
import { codeOf, hire } from '../support/people'

const hand = async ({ site, handler }: Three, caseId: CaseId): Promise<string> => {
  const browser = await enter(site, handler)
  const form = await browser.open(`/staff/cases/${caseId}/letters`)
  const { path } = await browser.submit(form, { title: '告知', body: '{收件人}：已经收到。' })
  return path
}

it('several letters, each by two members of the desk at once: one prints it, one serves it', async () => {
  const three = await openThree()
  const { site, own, custodian } = three
  const colleague = await hire(site, own, ['identity'], '宋知远')
  await site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, custodian.actor, custodian.keys, colleague.actor.id),
  )
  const { caseId } = await reportAndGive(three)
  const paths: string[] = []
  for (let one = 0; one < 3; one += 1) paths.push(await hand(three, caseId))
  const members = [custodian, colleague]
  const windows = [await enter(site, custodian), await enter(site, colleague)]
  const bothSend = async (path: string, act: string, typed: Readonly<Record<string, string>>) => {
    site.clock.pass(1)
    const sent = windows.map((browser, at) => {
      const window = secondWindow(site, browser)
      const otp = members.map(member => codeOf(site, member))[at] ?? ''
      return send(window, path, act as 'answer', typed['on'] === undefined ? { otp } : typed)
    })
    return (await Promise.all(sent)).map(({ status }) => status).sort()
  }

  for (const path of paths) expect(await bothSend(path, 'merge', {})).toEqual([200, 409])
  const served = paths.map(path => bothSend(path, 'served', { on: '2026 11 23', way: 'post' }))
  for (const statuses of await Promise.all(served)) expect(statuses).toEqual([200, 409])
  for (const path of paths) {
    const deeds = await deedsOf(site, path)
    for (const deed of ['letter.merged', 'letter.printed', 'letter.closed'])
      expect(deeds.filter(one => one === deed)).toEqual([deed])
  }
  await site.stop()
})
