import {
  setupCommand,
  staffAddCommand,
  staffDisableCommand,
  type Recovery,
} from '../../src/accounts'
import { setUp } from '../../src/accounts/setup.service'
import { joinRecoveryKey } from '../../src/platform/crypto'
import { hire } from '../support/people'
import { openSite, type Site } from '../support/site'
import { staffBrowser } from '../support/visitors'
import { errorsOf, typePassword } from './workplace'

let site: Site
beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
})
afterEach(() => site.stop())

const ready = () =>
  site.house.db.inTransaction((tx): ReturnType<Recovery['isReadyForReports']> =>
    site.house.recovery.isReadyForReports(tx),
  )

/** Answers questions by their words; the copy of a share by its last group. */
const createOperator = (answers: Readonly<Record<string, string | string[]>>) => {
  const screen: string[] = []
  const left = new Map(Object.entries(answers).map(([words, given]) => [words, [given].flat()]))
  const shares = () => screen.filter(line => /^第 \d 份：/.test(line)).map(line => line.slice(4))
  return {
    screen,
    shares,
    say: (line: string) => void screen.push(line),
    clear: () => void screen.push('[cleared]'),
    ask: (question: string) => {
      if (question.startsWith('抄好后'))
        return Promise.resolve(shares().at(-1)?.split('-').at(-1) ?? '')
      if (question.startsWith('请第')) return Promise.resolve('')
      const given = [...left].find(([words]) => question.startsWith(words))?.[1].shift()
      return given === undefined
        ? Promise.reject(new Error(`asked: ${question}`))
        : Promise.resolve(given)
    },
  }
}

const body = {
  单位全称: '清江市医疗保障局',
  简称: '清江市医保局',
  区划代码: ['42O1', '420100'],
  举报电话: '027-12393',
  接听时间: '工作日 8:30 至 17:30',
  地址: '清江市人民路 1 号',
  邮编: '430000',
  上一级医保部门: '清江省医疗保障局',
  上一级的举报电话: '027-1',
}
describe('the first set-up', () => {
  it('registers the body, hands out three shares, and invites the first people', async () => {
    expect(await ready()).toBe(false)
    const operator = createOperator({
      // A wrong answer is asked for again, and nothing else.
      ...body,
      用户名: ['张伟', 'zhang.wei', 'li.na', 'wang.fang'],
      姓名: ['张伟', '李娜', '王芳'],
    })
    await setUp(site.house, operator)

    expect(await ready()).toBe(true)
    const screen = operator.screen.join('\n')
    expect(screen).toContain('用户名的写法不对')
    expect(screen.match(/一次性密码：/g)).toHaveLength(3)
    const { organisations, db } = site.house
    const own = await db.inTransaction(tx => organisations.site(tx))
    expect(own).toMatchObject({ body: '清江市医疗保障局', telephone: '027-12393' })
    expect(await db.inTransaction(organisations.askAbove)).toBe(
      '请直接向清江省医疗保障局反映，可以拨打 027-1',
    )
    expect(screen).toMatch(/还没有人担任：.*handler（承办人）.*identity（身份保管）/)
    expect(screen).toContain('/staff/desks')

    const shares = operator.shares()
    expect(shares).toHaveLength(3)
    await expect(joinRecoveryKey(shares.slice(1))).resolves.toHaveLength(32)
    // Each is wiped off the screen before the next holder comes.
    expect(
      operator.screen.filter(line => /^第 \d 份|cleared/.test(line)).map(line => line[0]),
    ).toEqual(['第', '[', '第', '[', '第', '['])
    const rows = JSON.stringify(await site.tables('recovery_keys'))
    for (const share of shares) expect(rows).not.toContain(share)

    const password = /一次性密码：(\S+)（/.exec(screen)?.[1] ?? ''
    const page = await typePassword(staffBrowser(site), { username: 'zhang.wei', password })
    expect(page.path).toBe('/staff/login/enrol')
    expect(errorsOf(page)).toEqual([])
  })

  it('goes on where it was broken off, and keeps no recovery key that nobody copied', async () => {
    const first = createOperator({ ...body, 区划代码: '420100' })
    const ask = (question: string) =>
      question.startsWith('请第 2 位') ? Promise.reject(new Error('gone')) : first.ask(question)
    await expect(setUp(site.house, { ...first, ask })).rejects.toThrow('gone')
    expect(await ready()).toBe(false)

    const second = createOperator({ 用户名: ['aa', 'bb', 'cc'], 姓名: ['甲', '乙', '丙'] })
    await setUp(site.house, second)
    expect(second.screen[0]).toBe('单位已经登记：清江市医疗保障局')
    expect(await ready()).toBe(true)

    const third = createOperator({})
    await setUp(site.house, third)
    expect(third.shares()).toEqual([])
    // The record has the body once, by nobody's account.
    const added = await site.tables('audit_entries').where({ deed: 'organisation.added' })
    expect(added).toMatchObject([{ actor_id: null }])
  })

  it('shows no recovery key where its output may be kept, and none in the demonstration', async () => {
    const lines: string[] = []
    const run = (demonstration: boolean) =>
      setupCommand.run(
        { ...site.house, config: { demonstration } },
        [],
        line => void lines.push(line),
      )

    expect(await run(false)).toBe(2)
    expect(await run(true)).toBe(2)
    expect(lines.join()).toContain('只能在终端里运行')
    expect(lines.join()).toContain('演示环境')
    expect(await ready()).toBe(false)
  })
})

describe('staff add and staff disable', () => {
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const add = (...args: string[]) => staffAddCommand.run(site.house, args, say)

  beforeEach(async () => {
    lines.length = 0
    await setUp(
      site.house,
      createOperator({
        ...body,
        区划代码: '420100',
        用户名: ['aa', 'bb', 'cc'],
        姓名: ['甲', '乙', '丙'],
      }),
    )
  })

  it('invites with a one-time password', async () => {
    const code = await add(
      '--user',
      'dd',
      '--name',
      '丁',
      '--duty',
      'legal,supervision',
      '--organisation',
      '420100',
    )

    expect(code).toBe(0)
    expect(lines[0]).toMatch(/^一次性密码：[a-z0-9-]{23}（7 天内有效/)
    const { accounts, db } = site.house
    const staff = await db.inTransaction(tx => accounts.findByName(tx, 'dd'))
    expect(staff).toMatchObject({
      displayName: '丁',
      status: 'invited',
      duties: ['legal', 'supervision'],
    })
  })

  it('only proposes duties once a security administrator works here', async () => {
    const { organisations, accounts, db } = site.house
    const [own] = await db.inTransaction(organisations.list)
    if (own === undefined) throw new Error('no body')
    await hire(site, own.id, ['security-admin'])
    const options = {
      '--user': 'dd',
      '--name': '丁',
      '--duty': 'intake',
      '--organisation': '420100',
    }
    expect(await add(...Object.entries(options).flat())).toBe(0)

    expect(lines.join()).toContain('要由安全管理员')
    const staff = await db.inTransaction(tx => accounts.findByName(tx, 'dd'))
    expect(staff?.duties).toEqual([])
    expect(await site.tables('duty_proposals').select('duties', 'proposed_by')).toEqual([
      { duties: ['intake'], proposed_by: null },
    ])
  })

  it('says how it is used, which duties there are and which bodies', async () => {
    expect(await add('--user', 'dd', '--duty', 'cook', '--organisation', '420100')).toBe(2)
    expect(lines.join('\n')).toContain('handler（承办人）')
    expect(lines.join('\n')).toContain('420100（清江市医疗保障局）')
  })

  it('refuses duties that must be apart', async () => {
    const wanted = add(
      '--user',
      'dd',
      '--name',
      '丁',
      '--duty',
      'identity,handler',
      '--organisation',
      '420100',
    )

    await expect(wanted).rejects.toMatchObject({ code: 'staff.identity-apart' })
  })

  it('disables at once: session, keys and the next sign-in', async () => {
    const { organisations, accounts, desks, db } = site.house
    const [own] = await db.inTransaction(organisations.list)
    if (own === undefined) throw new Error('no body')
    const [leaver, stayer] = [
      await hire(site, own.id, ['intake']),
      await hire(site, own.id, ['intake']),
    ]
    await db.inTransaction(tx => desks.confirm(tx, leaver.actor, leaver.keys, stayer.actor.id))

    expect(await staffDisableCommand.run(site.house, ['--user', leaver.username], say)).toBe(0)
    expect(await db.inTransaction(tx => desks.holdersOf(tx, leaver.keys))).toHaveLength(1)
    expect((await db.inTransaction(tx => desks.findOpen(tx, own.id, 'intake')))?.version).toBe(2)
    expect((await db.inTransaction(tx => accounts.get(tx, leaver.actor.id))).status).toBe(
      'disabled',
    )
    expect(await staffDisableCommand.run(site.house, ['--user', 'nobody'], say)).toBe(2)
    await expect(
      staffDisableCommand.run(site.house, ['--user', stayer.username], say),
    ).rejects.toMatchObject({ code: 'desk.last-holder' })
  })
})
