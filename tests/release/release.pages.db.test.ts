import { comeBack } from '../support/following'
import { reporterBrowser } from '../support/visitors'
import {
  answered,
  askFor,
  because,
  deedsOf,
  enter,
  freshCode,
  openThree,
  reportAndGive,
  requestRow,
  signInAll,
  step,
  textsOf,
  words,
  type Sides,
  type Three,
} from './desk-of-three'

let three: Three
let sides: Sides

beforeEach(async () => {
  three = await openThree()
  sides = await signInAll(three)
})
afterEach(() => three.site.stop())

const code = (who: keyof Sides) => freshCode(three.site, three[who])

it('goes from the asker by a principal to the desk, and shows the asker the fields asked, no others', async () => {
  const { site } = three
  const { caseId, label } = await reportAndGive(three)

  const asked = await askFor(sides.handler, caseId)
  expect(asked.status).toBe(200)
  const { path } = asked
  expect(path).toMatch(/^\/staff\/unmask\/[\w-]{36}$/)
  expect(textsOf(asked, '[role=status]')[0]).toContain('等其中一位负责人同意：高立群')

  expect(textsOf(await sides.principal.open('/staff'), '.st-tiles li')).toContainEqual(
    expect.stringContaining('身份申请等您同意'),
  )
  const board = await sides.principal.open('/staff/unmask')
  expect(textsOf(board, '[data-test=request]')).toEqual([expect.stringContaining(label)])
  const agreed = await step(sides.principal, path, 'approve', { otp: code('principal') })
  expect(textsOf(agreed, '[data-test=state]')).toEqual(['等身份保管岗位答复'])

  const waiting = await sides.custodian.click(await sides.custodian.open('/staff/unmask'), label)
  expect(textsOf(waiting, 'main')[0]).toContain(because)
  expect(textsOf(waiting, 'main')[0]).toContain('本岗位保管着这位举报人的身份')
  const done = await step(sides.custodian, path, 'answer', { otp: code('custodian') })
  expect(textsOf(done, '[data-test=state]')).toEqual(['已经答复'])

  const identity = await step(sides.handler, path, 'open', { otp: code('handler') })
  expect(identity.path).toBe(`${path}/identity`)
  expect(textsOf(identity, 'dl div')).toEqual(
    [`姓名${words.name}`, `手机号${words.phone}`].map(
      text => expect.stringContaining(text) as string,
    ),
  )
  expect(identity.text).not.toContain(words.idNumber)
  expect(identity.text).not.toContain(words.address)
  expect(identity.headers['cache-control']).toBe('no-store')
  expect(identity.$('meta[http-equiv=refresh]').attr('content')).toBe(`600; url=${path}`)
  expect(textsOf(identity, '.st-marked__marks li')[0]).toMatch(
    /^周启明 2026 年 11 月 23 日 10:\d\d 医保举〔2026〕00001$/,
  )
  expect(await deedsOf(site, path)).toEqual([
    'identity.asked',
    'identity.approved',
    'identity.answered',
    'identity.opened',
    'identity.viewed',
  ])
})

it('closes by itself: the row is gone with its minute, opened or not', async () => {
  const { site } = three
  const { caseId } = await reportAndGive(three)
  const path = await answered(three, sides, caseId, { minutes: '5' })
  await step(sides.handler, path, 'open', { otp: code('handler') })
  const again = await sides.handler.open(`${path}/identity`)
  expect(again.text).toContain(words.name)
  expect(again.$('meta[http-equiv=refresh]').attr('content')).toBe(`300; url=${path}`)

  site.clock.pass(5)
  const over = await sides.handler.open(`${path}/identity`)
  expect(over.path).toBe(path)
  expect(over.text).toContain('看的时间到了，内容已经删除')
  expect(over.text).not.toContain(words.name)
  expect(await site.tables('identity_releases')).toEqual([])

  // Not opened: after 24 hours a sweep takes it away.
  sides = { ...sides, handler: await enter(site, three.handler) }
  const unopened = await answered(three, sides, caseId)
  site.clock.pass(24 * 60)
  await site.house.db.inTransaction(site.house.releases.sweep)
  expect(await site.tables('identity_releases')).toEqual([])
  sides = { ...sides, handler: await enter(site, three.handler) }
  expect((await sides.handler.open(unopened)).text).toContain('答复以后太久没有打开，内容已经删除')
})

it('says «none» for somebody without a name, to the asker alone, and looks the same in the tables', async () => {
  const { site } = three
  const { caseId } = await reportAndGive(three, {})
  const { path } = await askFor(sides.handler, caseId)
  expect((await sides.handler.open(path)).text).not.toContain('没有留身份')
  await step(sides.principal, path, 'approve', { otp: code('principal') })
  expect((await sides.custodian.open(path)).text).toContain('本岗位没有这位举报人的身份')
  await step(sides.custodian, path, 'answer', { otp: code('custodian') })

  expect((await requestRow(site, path)).state).toBe('answered')
  expect(await site.tables('identity_releases')).toHaveLength(1)
  const identity = await step(sides.handler, path, 'open', { otp: code('handler') })
  expect(identity.text).toContain('没有。举报人没有留身份信息')
})

it('says of a field that was left empty that it is', async () => {
  const { caseId } = await reportAndGive(three, {
    identity: 'named',
    named: {
      name: words.name,
      phone: words.phone,
      id_type: 'id-card',
      id_number: words.idNumber,
      delivery: 'platform',
    },
  })
  const path = await answered(three, sides, caseId, { fields: ['address', 'id-number'] })
  const identity = await step(sides.handler, path, 'open', { otp: code('handler') })

  expect(textsOf(identity, 'dl div')).toEqual([
    expect.stringMatching(/证件号 ?11010519491231002X/),
    expect.stringMatching(/通信地址 ?没有填写/),
  ])
})

it('tells the reporter who looked, on which day, at which fields, for what reason', async () => {
  const { site } = three
  const { caseId, code: receipt } = await reportAndGive(three)
  const before = await comeBack(reporterBrowser(site), receipt)
  expect(before.text).toContain('到现在没有人看过')

  const path = await answered(three, sides, caseId)
  await step(sides.handler, path, 'open', { otp: code('handler') })
  await sides.handler.open(`${path}/identity`)

  const page = await comeBack(reporterBrowser(site), receipt)
  expect(textsOf(page, '.jb-seen li').filter(line => line.includes('姓名'))).toEqual([
    '11 月 23 日，承办人 1 号看了您的姓名、手机号。理由：留言联系不上您，急需向您核实',
    '11 月 23 日，承办人 1 号申请看您的姓名、手机号。理由：留言联系不上您，急需向您核实',
  ])
  expect(page.text).not.toContain('到现在没有人看过')
  expect(page.text).not.toContain('周启明')
})

it('asks again for what is missing or too much, and keeps what was typed', async () => {
  const { site } = three
  const { caseId } = await reportAndGive(three)
  const good = { fields: ['name'], ground: 'contact', text: because, minutes: '10' }
  for (const [wrong, sentence] of [
    [{ fields: [] }, '请选要看哪几项'],
    [{ text: '太短了' }, '说明至少写 20 字，现在 3 字'],
    [{ text: '长'.repeat(501) }, '说明最多 500 字，现在多了 1 字'],
    [{ minutes: '31' }, '看的时间要写 1 到 30 分钟'],
    [{ minutes: '0' }, '看的时间要写 1 到 30 分钟'],
    [{ minutes: '' }, '看的时间要写 1 到 30 分钟'],
  ] as const) {
    const typed = { ...good, ...wrong }
    const form = await sides.handler.open(`/staff/cases/${caseId}/identity`)
    const page = await sides.handler.submit(form, typed)
    expect(page.status).toBe(422)
    expect(textsOf(page, '[role=alert]')[0]).toContain(sentence)
    expect(page.$('textarea').val()).toBe(typed.text)
    expect(page.$('[name=fields][checked]')).toHaveLength(typed.fields.length)
  }
  const form = await sides.handler.open(`/staff/cases/${caseId}/identity`)
  const page = await sides.handler.submit(form, { fields: ['name'], text: because, minutes: '10' })
  expect(textsOf(page, '[role=alert]')[0]).toContain('请选一条理由')
  expect(await site.tables('identity_requests')).toEqual([])
})

it('takes no field, ground or report that was not offered', async () => {
  const { site } = three
  const { caseId } = await reportAndGive(three)
  const page = await sides.handler.open(`/staff/cases/${caseId}/identity`)
  const good = {
    _csrf: String(page.$('.st-form [name=_csrf]').val()),
    once: String(page.$('[name=once]').val()),
    fields: 'name',
    ground: 'contact',
    text: because,
    minutes: '10',
  }
  for (const wrong of [
    { fields: 'claim' },
    { ground: 'curiosity' },
    { report: three.own },
    { once: 'nonsense' },
  ])
    expect((await sides.handler.send(page.path, { ...good, ...wrong })).status).toBe(422)
  expect(await site.tables('identity_requests')).toEqual([])
})

it('makes one request of a form that is sent twice', async () => {
  const { site } = three
  const { caseId } = await reportAndGive(three)
  const page = await sides.handler.open(`/staff/cases/${caseId}/identity`)
  const typed = { fields: ['name'], ground: 'contact', text: because, minutes: '10' }
  const first = await sides.handler.submit(page, typed, { button: '提出申请' })
  // Past the watch over the record: the second changes nothing.
  const second = await sides.handler
    .submit(page, typed, { button: '提出申请' })
    .catch((error: unknown) => error)

  expect(String(second)).toContain('left no record')
  expect(await site.tables('identity_requests')).toHaveLength(1)
  expect(await deedsOf(site, first.path)).toEqual(['identity.asked'])
})

it('gives back with a reason, and the asker reads it', async () => {
  const { site } = three
  const { caseId } = await reportAndGive(three)
  const reason = '先用留言再问一次，写明要核实哪几天的住院，三天后没有回再提。'
  const { path } = await askFor(sides.handler, caseId)
  await step(sides.principal, path, 'refuse', { reason })

  const page = await sides.handler.open(path)
  expect(textsOf(page, '[data-test=state]')).toEqual(['已经退回'])
  expect(page.text).toContain(reason)
  expect(await deedsOf(site, path)).toEqual(['identity.asked', 'identity.refused'])

  const { path: other } = await askFor(sides.handler, caseId)
  await step(sides.principal, other, 'approve', { otp: code('principal') })
  await step(sides.custodian, other, 'refuse', { reason })
  expect((await sides.handler.open(other)).text).toContain(reason)
})

it('is taken back by the asker, and waits for nobody after that', async () => {
  const { caseId } = await reportAndGive(three)
  const { path } = await askFor(sides.handler, caseId)
  const page = await step(sides.handler, path, 'withdraw', {})

  expect(textsOf(page, '[data-test=state]')).toEqual(['已经撤回'])
  expect(textsOf(await sides.principal.open('/staff/unmask'), '.st-empty')).toEqual([
    '现在没有等您同意的申请。',
  ])
})

it('expires when nobody answers, and says so before any sweep', async () => {
  const { site } = three
  const { caseId } = await reportAndGive(three)
  const { path } = await askFor(sides.handler, caseId)
  site.clock.pass(7 * 24 * 60)
  sides = { ...sides, handler: await enter(site, three.handler) }
  expect(textsOf(await sides.handler.open(path), '[data-test=state]')).toEqual(['已经过期'])
  expect((await requestRow(site, path)).state).toBe('asked')

  await site.house.db.inTransaction(site.house.releases.sweep)
  expect((await requestRow(site, path)).state).toBe('expired')
  expect(await deedsOf(site, path)).toEqual(['identity.asked', 'identity.expired'])
})

it('pages the board', async () => {
  const { caseId } = await reportAndGive(three)
  for (let times = 0; times < 27; times += 1) await askFor(sides.handler, caseId)

  const first = await sides.handler.open('/staff/unmask?list=mine')
  expect(textsOf(first, '[data-test=request]')).toHaveLength(25)
  const second = await sides.handler.click(first, '更早的申请')
  expect(textsOf(second, '[data-test=request]')).toHaveLength(2)
  expect(second.$('a[rel=next]')).toHaveLength(0)
})
