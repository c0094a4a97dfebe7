import { randomUUID } from 'node:crypto'
import type { Duty } from '../../src/vocabulary/duty'
import type { CaseId } from '../../src/vocabulary/ids'
import { createClient, type Client } from '../support/client'
import { codeOf, hire, type Officer } from '../support/people'
import { signIn, type SignedIn } from '../support/visitors'
import { agree, countOf, openScene, storeRefused, TODAY, type Scene } from './closed-case'

const page = '/staff/admin/retention'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
  await storeRefused(scene, { title: { target: '不该露出来的医院' } })
  await storeRefused(scene)
  scene.site.clock.set(TODAY)
})
afterEach(() => scene.site.stop())

const enter = (officer: Officer): Promise<SignedIn> => signIn(scene.site, officer)
const nextCode = (officer: Officer): string => {
  scene.site.clock.pass(1)
  return codeOf(scene.site, officer)
}
/** Past the watch over the record: the second of two same forms does nothing, and so records nothing. */
const unwatched = ({ cookies }: SignedIn): Client => {
  const browser = createClient({ url: scene.site.staffUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}
const form = (action: string) => ({ form: `form[action$="${action}"]` })
const work = async (id: string) => {
  while (!(await scene.site.house.retention.work(id as never)));
}
const idOf = (path: string) => path.split('/').at(-1) ?? ''

const propose = async (browser: SignedIn) =>
  browser.submit(await browser.open(page), {}, form(page))

it('goes from what is due to the certificate, by two people', async () => {
  const admin = await enter(scene.admin)
  const overview = await admin.open(page)
  expect(overview.$('[data-test=term]').text()).toContain('24 个月')
  expect(overview.$('[data-test=term]').text()).toContain('未经法规核定')
  expect(overview.$('[data-test=due]')).toHaveLength(2)
  expect(overview.$('[data-test=due]').first().text()).toContain('〔2024〕00001')
  expect(overview.text).not.toContain('不该露出来的医院')

  const list = await propose(admin)
  expect(list.$('h1').text()).toContain('等另一位批准')
  expect(list.$('[data-test=item]')).toHaveLength(2)
  expect(list.$('form[action$="/approve"]')).toHaveLength(0)
  expect((await admin.open(page)).$('[data-test=due]')).toHaveLength(0)

  const principal = await enter(scene.principal)
  expect(principal.home.text).toContain('等您批准的销毁清单')
  const seen = await principal.open(list.path)
  const wrong = await principal.submit(seen, { otp: '000000' }, form('/approve'))
  expect(wrong.status).toBe(422)
  expect(wrong.$('[role=alert]').text()).toContain('验证码不对')
  const approved = await principal.submit(
    wrong,
    { otp: nextCode(scene.principal) },
    form('/approve'),
  )
  expect(approved.$('h1').text()).toContain('正在销毁')
  expect(approved.headers['refresh']).toBe('5')
  expect(approved.$('progress').attr('max')).toBe('2')

  await work(idOf(list.path))
  const done = await principal.open(list.path)
  expect(done.headers['refresh']).toBeUndefined()
  const certificate = await principal.click(done, '销毁证明')
  expect(certificate.$('[data-test=erased]').text()).toContain('医保举〔2024〕00002')
  for (const words of ['安建国', '高立群', '保存期满', '2 件'])
    expect(certificate.$('article').text()).toContain(words)
  const [run] = await scene.site
    .tables('retention_runs')
    .select<{ certificate_hash: Buffer }[]>('certificate_hash')
  expect(certificate.$('article').text()).toContain(run?.certificate_hash.toString('hex'))
})

it('is not approved by who drew the list up, and the try is recorded', async () => {
  const principal = await enter(scene.principal)
  const list = await propose(principal)
  expect(list.text).toContain('请另一位负责人登录后在这一页批准')
  const [run] = await scene.site
    .tables('retention_runs')
    .select<{ list_hash: Buffer }[]>('list_hash')
  const _csrf = String(list.$('[name=_csrf]').first().val())
  const sent = { _csrf, list: run?.list_hash.toString('hex') ?? '', otp: nextCode(scene.principal) }
  const answer = await principal.send(`${list.path}/approve`, sent)

  expect(answer.status).toBe(422)
  expect(answer.$('[role=alert]').text()).toContain('要由另一位负责人批准')
  expect(await countOf(scene, 'audit_entries', { deed: 'retention.denied' })).toBe(1)
  expect(await countOf(scene, 'retention_runs', { state: 'proposed' })).toBe(1)
})

it('is nothing for whoever is excluded from one of the cases: no line, no count, no list', async () => {
  const { site, intake, principal } = scene
  const cases = site.tables('cases').orderBy('serial').limit(1)
  const [caseId] = await cases.pluck<CaseId[]>('id')
  const excluding = { staffId: principal.actor.id, ground: 'relative' }
  await site.house.db.inTransaction(tx =>
    site.house.cases.exclude(tx, intake.actor, caseId ?? ('' as CaseId), excluding),
  )
  const kept = await enter(principal)
  const due = await kept.open(page)
  expect(due.$('[data-test=due]')).toHaveLength(1)
  expect(due.text).toContain('现在到期：1 件')
  expect(due.text).not.toContain('〔2024〕00001')

  const admin = await enter(scene.admin)
  const list = await propose(admin)
  expect(list.$('[data-test=item]')).toHaveLength(2)
  expect((await kept.open('/staff')).text).not.toContain('等您批准的销毁清单')
  expect((await kept.open(page)).text).not.toContain(idOf(list.path))
  expect((await kept.open(list.path)).status).toBe(404)
  const _csrf = String(due.$('[name=_csrf]').first().val())
  const sent = { _csrf, list: 'ab', otp: nextCode(principal) }
  expect((await kept.send(`${list.path}/approve`, sent)).status).toBe(404)
  const other = await hire(site, principal.actor.organisationId, ['principal'], '另一位')
  expect((await enter(other)).home.text).toContain('等您批准的销毁清单')
})

it('takes twenty same forms at once for one', async () => {
  const admin = await enter(scene.admin)
  const overview = await admin.open(page)
  const twenty = (browser: SignedIn) => Array.from({ length: 20 }, () => unwatched(browser))
  const lists = await Promise.all(
    twenty(admin).map(window => window.submit(overview, {}, form(page))),
  )
  expect([...new Set(lists.map(({ status, path }) => `${status} ${path}`))]).toHaveLength(1)
  expect(await countOf(scene, 'audit_entries', { deed: 'retention.proposed' })).toBe(1)

  const principal = await enter(scene.principal)
  const seen = await principal.open(lists[0]?.path ?? '')
  const otp = nextCode(scene.principal)
  const approved = await Promise.all(
    twenty(principal).map(window => window.submit(seen, { otp }, form('/approve'))),
  )
  expect(approved.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(await countOf(scene, 'audit_entries', { deed: 'retention.approved' })).toBe(1)
  expect(await countOf(scene, 'audit_entries', { deed: 'staff.locked' })).toBe(0)
})

it('does nothing twice when a form is sent twice', async () => {
  const admin = await enter(scene.admin)
  const twice = unwatched(admin)
  const overview = await twice.open(page)
  const first = await twice.submit(overview, {}, form(page))
  const again = await twice.submit(overview, {}, form(page))
  expect(again.path).toBe(first.path)
  expect(await countOf(scene, 'retention_runs')).toBe(1)

  const principal = await enter(scene.principal)
  const approver = unwatched(principal)
  const list = await approver.open(first.path)
  const otp = nextCode(scene.principal)
  for (let times = 0; times < 2; times += 1)
    expect((await approver.submit(list, { otp }, form('/approve'))).path).toBe(first.path)
  expect(await countOf(scene, 'audit_entries', { deed: 'retention.approved' })).toBe(1)
})

it('refuses a list when what is due is no longer what was shown', async () => {
  const admin = await enter(scene.admin)
  const overview = await admin.open(page)
  await scene.site.tables('cases').where({ serial: 2 }).update({ held: true })
  const answer = await admin.submit(overview, {}, form(page))

  expect(answer.status).toBe(409)
  expect(answer.text).toContain('到期的案件刚刚变了')
  expect(await countOf(scene, 'cases', { listed: true })).toBe(0)
})

it('gives the cases back when the list is turned down', async () => {
  const admin = await enter(scene.admin)
  const list = await propose(admin)
  const principal = await enter(scene.principal)
  const after = await principal.submit(await principal.open(list.path), {}, form('/reject'))

  expect(after.$('h1').text()).toContain('没有批准')
  expect((await admin.open(page)).$('[data-test=due]')).toHaveLength(2)
  const late = await admin.submit(list, {}, form('/reject'))
  expect(late.status).toBe(409)
})

it('shows a hold that was set in between as the reason why a case stayed', async () => {
  const admin = await enter(scene.admin)
  const list = await propose(admin)
  const principal = await enter(scene.principal)
  const holds = await principal.open(`${page}/holds`)
  const held = await principal.submit(holds, { number: '〔2024〕00001', ground: 'litigation' })
  expect(held.$('[data-test=hold]').text()).toContain('行政复议或者诉讼还没有结束')
  await principal.submit(
    await principal.open(list.path),
    { otp: nextCode(scene.principal) },
    form('/approve'),
  )
  await work(idOf(list.path))

  const done = await principal.open(list.path)
  expect(done.$('[data-test=item]').first().text()).toContain('中间设了保全')
  const certificate = await principal.click(done, '销毁证明')
  expect(certificate.$('[data-test=kept]')).toHaveLength(1)
  expect(certificate.$('[data-test=erased]')).toHaveLength(1)
})

describe('a hold', () => {
  it('asks for a number there is, and for a ground', async () => {
    const principal = await enter(scene.principal)
    const holds = await principal.open(`${page}/holds`)
    for (const [typed, words] of [
      [{ number: '', ground: 'audit' }, '请写线索编号'],
      [{ number: '2024-99', ground: 'audit' }, '没有这个编号的线索'],
      [{ number: '2024-1' }, '请选一个事由'],
    ] as const) {
      const again = await principal.submit(holds, typed)
      expect(again.status).toBe(422)
      expect(again.$('[role=alert]').text()).toContain(words)
    }
    await work(await agree(scene))
    const gone = await principal.submit(holds, { number: '2024-1', ground: 'audit' })
    expect(gone.$('[role=alert]').text()).toContain('已经到期销毁')
  })

  it('is lifted with a ground, and then the case is due again', async () => {
    const principal = await enter(scene.principal)
    const holds = await principal.open(`${page}/holds`)
    const held = await principal.submit(holds, { number: '2024-1', ground: 'audit' })
    const lift = await principal.click(held, '解除')
    expect((await principal.submit(lift)).status).toBe(422)
    const after = await principal.submit(lift, { ground: 'finished' })
    expect(after.$('[data-test=hold]')).toHaveLength(0)
    expect((await principal.open(page)).$('[data-test=due]')).toHaveLength(2)
  })
})

it('is for these duties of the own body alone', async () => {
  const { organisationId } = scene.intake.actor
  const elsewhere = await scene.site
    .tables('organisations')
    .whereNot({ id: organisationId })
    .first<{ id: never }>('id')
  const other = await enter(await hire(scene.site, elsewhere.id, ['principal']))
  const admin = await enter(scene.admin)
  const list = await propose(admin)
  expect((await other.open(page)).$('[data-test=run]')).toHaveLength(0)
  for (const path of [list.path, `${list.path}/certificate`, `${page}/${randomUUID()}`])
    expect((await other.open(path)).status).toBe(404)

  const statuses: Record<string, number[]> = {}
  for (const duty of ['auditor', 'intake', 'handler', 'system-admin'] as const satisfies Duty[]) {
    const person = await enter(await hire(scene.site, organisationId, [duty]))
    const found = [page, list.path, `${page}/holds`].map(path => person.open(path))
    statuses[duty] = (await Promise.all(found)).map(({ status }) => status)
  }
  expect(statuses).toEqual({
    auditor: [200, 200, 403],
    intake: [403, 403, 403],
    handler: [403, 403, 403],
    'system-admin': [403, 403, 403],
  })
})

it('leads from a certificate that is not ready to the list', async () => {
  const admin = await enter(scene.admin)
  const list = await propose(admin)
  expect((await admin.open(`${list.path}/certificate`)).path).toBe(list.path)
})
