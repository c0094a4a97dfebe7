import { askFor, confirm, enter, freshCode, step, textsOf, words } from '../release/desk-of-three'
import { giveCase } from '../support/cases'
import { comeBack } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, type SignedIn } from '../support/visitors'

// One report of somebody who gave a name, from the city to the province and back, by pages alone: who can open what at
// each step, what the reporter reads, and where the name stays.
const REASON = '涉及全省多家医院，按级别由省里统一办理，要点一并移交。'

let site: Site
let above: string
const officers = new Map<string, Officer>()
const browsers = new Map<string, SignedIn>()

const officer = (name: string): Officer => {
  const found = officers.get(name)
  if (found === undefined) throw new Error(name)
  return found
}
const as = (name: string): SignedIn => {
  const found = browsers.get(name)
  if (found === undefined) throw new Error(name)
  return found
}

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  above = bodies.above.id
  const city = {
    clerk: 'intake',
    custodian: 'identity',
    handler: 'handler',
    second: 'handler',
  } as const
  for (const [name, duty] of Object.entries(city))
    officers.set(name, await hire(site, bodies.own.id, [duty], `市${name}`))
  for (const [name, duty] of Object.entries({ province: 'intake', head: 'principal' } as const))
    officers.set(name, await hire(site, bodies.above.id, [duty], `省${name}`))
  await confirm(site, officer('province'), officer('head'))
  for (const [name, one] of officers) browsers.set(name, await enter(site, one))
})
afterAll(() => site.stop())

/** What each of them gets at this address. */
const statusesAt = async (path: string): Promise<Record<string, number>> => {
  const found: Record<string, number> = {}
  for (const name of ['clerk', 'handler', 'province'])
    found[name] = (await as(name).open(path)).status
  return found
}

const toldTo = async (code: string): Promise<string> =>
  textsOf(await comeBack(reporterBrowser(site), code), 'main').join(' ')

const handOver = async (name: string, path: string, to: string): Promise<string> => {
  const form = await as(name).open(`${path}/hand-over?to=${to}`)
  const typed = { ground: 'level', reason: REASON }
  return (await as(name).submit(form, typed, { form: '[data-test=send]' })).path
}

const receive = async (name: string, sheet: string): Promise<void> => {
  await as(name).submit(await as(name).open(sheet), {}, { form: 'form:has([value=receive])' })
}

it('takes its key along and leaves the name where it is; the reporter reads each step', async () => {
  const named = {
    ...{ name: words.name, phone: words.phone, id_type: 'id-card' },
    ...{ id_number: words.idNumber, delivery: 'post', address: words.address },
  }
  const { code } = await sendReport(reporterBrowser(site), { identity: 'named', named })
  const [row] = await site.tables('cases').select<{ id: string; organisation_id: string }[]>('*')
  const caseId = row?.id as Parameters<typeof giveCase>[2]
  await giveCase(site, officer('clerk'), caseId, [officer('handler'), officer('second')])
  const path = `/staff/cases/${caseId}`

  const sheet = await handOver('clerk', path, above)
  expect(await toldTo(code)).toContain('您反映的事已经移送给示范省医疗保障局')
  expect(await statusesAt(path)).toEqual({ clerk: 200, handler: 200, province: 404 })
  await receive('province', sheet)
  expect(await statusesAt(path)).toEqual({ clerk: 404, handler: 404, province: 200 })
  expect(await statusesAt(`${path}?tab=messages`)).toMatchObject({ clerk: 404, handler: 404 })
  const now = await toldTo(code)
  expect(now).toContain('示范省医疗保障局收到了您反映的事')
  expect(now).toContain('接手的单位签收')

  // What the reporter writes from now on, the province reads and the city cannot.
  const reporter = reporterBrowser(site)
  const page = await comeBack(reporter, code)
  await reporter.submit(
    page,
    { body: '省里来人的时候请先看三楼。' },
    { form: 'form[action$="/messages"]' },
  )
  expect((await as('province').open(`${path}?tab=messages`)).text).toContain('请先看三楼')

  // The identity lies with the city's desk: asked for by the province, approved there, answered here.
  const asked = await askFor(as('province'), caseId)
  await step(as('head'), asked.path, 'approve', { otp: freshCode(site, officer('head')) })
  await step(as('custodian'), asked.path, 'answer', { otp: freshCode(site, officer('custodian')) })
  const opened = await step(as('province'), asked.path, 'open', {
    otp: freshCode(site, officer('province')),
  })
  expect(opened.text).toContain(words.name)

  // And back.
  await receive('clerk', await handOver('province', path, row?.organisation_id ?? ''))
  expect(await statusesAt(path)).toEqual({ clerk: 200, handler: 404, province: 404 })
  expect(await toldTo(code)).toContain('示范市医疗保障局收到了您反映的事')
  const [newest] = await site.tables('cases').select<{ serial: number }[]>('serial')
  expect(newest?.serial).toBe(2)
})

it('tells a reporter who has to go elsewhere where that is', async () => {
  const { code } = await sendReport(reporterBrowser(site))
  const [row] = await site.tables('cases').orderBy('arrival', 'desc').select<{ id: string }[]>('id')
  const step = await as('clerk').open(`/staff/cases/${row?.id}/steps/redirect`)
  await as('clerk').submit(step, { ground: 'not-ours', receiver: 'health', reason: REASON })
  expect(await toldTo(code)).toContain('请向卫生健康部门反映：请找当地卫生健康部门')
})
