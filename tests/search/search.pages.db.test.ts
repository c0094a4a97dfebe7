import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { hitsOf, openCase, searchFor } from '../support/searching'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let above: OrganisationId
let clerk: Officer
let first: Officer
let second: Officer
let third: Officer
let outsider: Officer
let intake: SignedIn
let handler: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  above = bodies.above.id
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
  third = await hire(site, own, ['handler'], '赵刚')
  outsider = await hire(site, above, ['intake'], '陈雨桐')
  intake = await signIn(site, clerk)
  handler = await signIn(site, first)
})
afterAll(() => site.stop())
afterEach(async () => {
  await site.tables.raw(
    `TRUNCATE cases, reports, case_seals, case_officers, case_decisions, case_numbers, messages,
     deadlines, search_cases, search_pairs, case_exclusions CASCADE`,
  )
})

const told = (text: string, target = '仁和医院') => ({
  title: { target },
  content: { text, target: { ...plainTarget, name: target } },
})
const plainTarget = {
  choice: 'typed' as const,
  name: '',
  place: '示范市',
  regionCode: '330102',
  aboutBody: 'no' as const,
}

/** Reported and opened by intake. */
const opened = async (text: string, target?: string): Promise<CaseId> => {
  const { caseId } = await storeCase(site, own, told(text, target))
  await openCase(site, clerk, caseId)
  return caseId
}

const excerptsOf = async (visitor: SignedIn, q: string): Promise<string> =>
  (await searchFor(visitor, q)).$('.st-hits__line').text()

describe('finding', () => {
  it.each([
    ['透析', '其中两个字'],
    ['每周三次的透析', '一串字'],
    ['PET-CT', '没有分隔的字母'],
    ['petct', '小写'],
    ['ＰＥＴ', '全角'],
    ['透析 耗材', '分开的两个词'],
    ['醫療費', '繁体'],
    ['23456', '号码的一段'],
  ])('%s: %s', async q => {
    await opened('每周三次的透析只做两次，PET CT 也没有做，耗材照记，医疗费单号 A1234567。')
    await opened('夜里病区基本没人。', '康宁药店')

    const page = await searchFor(intake, q)

    expect(hitsOf(page)).toEqual(['〔2026〕00001 仁和医院'])
  })

  it('by number, also what nobody has opened; and says how many those are', async () => {
    await storeCase(site, own, told('没有人看过的透析'))

    const byWord = await searchFor(intake, '透析')
    expect(hitsOf(byWord)).toEqual([])
    expect(byWord.text).toContain('没有找到。')
    expect(byWord.text).toContain('有 1 件里有还没有人打开过的内容')
    for (const q of ['1', '00001', '2026-1', '医保举〔2026〕00001'])
      expect([q, hitsOf(await searchFor(intake, q))]).toEqual([q, ['〔2026〕00001 仁和医院']])
    expect(hitsOf(await searchFor(intake, '2025-1'))).toEqual([])
  })

  it('by a target from the registry before anybody has opened the case', async () => {
    const [row] = await site
      .tables('institutions')
      .insert({
        ...{ code: 'H33010200007', name: '市肾病透析中心', kind: '医院', region_code: '330102' },
        ...{ address: '', folded_name: '市肾病透析中心' },
        name_bigrams: ['市肾', '肾病', '病透', '透析', '析中', '中心'],
      })
      .returning<{ id: string }[]>('id')
    const { caseId } = await storeCase(site, own, told('没有人看过', '市肾病透析中心'))
    await site.tables('cases').where({ id: caseId }).update({ institution_id: row?.id })

    expect(hitsOf(await searchFor(intake, '肾病透析'))).toEqual(['〔2026〕00001 市肾病透析中心'])
    expect(hitsOf(await searchFor(handler, '肾病透析'))).toEqual([])
  })

  it('in messages, file names and the brief, once an officer has opened them', async () => {
    const caseId = await opened('夜里病区基本没人。')
    expect(hitsOf(await searchFor(intake, '监控录像'))).toEqual([])
    await reporterWrites(site, clerk, caseId, '我还有一段监控录像')
    expect(hitsOf(await searchFor(intake, '监控录像'))).toEqual([])

    await intake.open(`/staff/cases/${caseId}?tab=messages`)
    expect(hitsOf(await searchFor(intake, '监控录像'))).toEqual(['〔2026〕00001 仁和医院'])

    const edit = await intake.open(`/staff/cases/${caseId}/brief/edit`)
    await intake.submit(edit, { how: '护工冒名签到' })
    expect(await excerptsOf(intake, '冒名签到')).toBe('核查要点护工冒名签到')
  })

  it('puts the target before the text, and groups what it found', async () => {
    await opened('同心医院的人介绍来的。', '别的药店')
    await opened('夜里没人。', '同心医院')
    await opened('夜里也没人。', '同心医院分院')

    const page = await searchFor(intake, '同心医院')

    expect(hitsOf(page)).toEqual([
      '〔2026〕00003 同心医院分院',
      '〔2026〕00002 同心医院',
      '〔2026〕00001 别的药店',
    ])
    const groups = page.$('#found h2').map((_, head) => page.$(head).text())
    expect(groups.get()).toEqual(['被举报对象', '举报内容和核查要点'])
    expect(page.$('mark').text()).toBe('同心医院')
  })

  it('shows no case that merely has all the pairs', async () => {
    await opened('病区有人，没有病人。医院门口。人医。')

    expect(hitsOf(await searchFor(intake, '病区有人，没有病人'))).toHaveLength(1)
    // 「没有人」「有人医」 are nowhere, though each of their pairs is somewhere.
    expect(hitsOf(await searchFor(intake, '没有人医院'))).toEqual([])
  })

  it('goes through many by pages whose addresses bear no word', async () => {
    for (let n = 0; n < 30; n += 1) await opened(`第 ${n} 次透析`, `医院${n}`)

    const page = await searchFor(intake, '透析')
    const next = await intake.click(page, '再往前找')
    const again = await intake.open(page.path)

    expect(hitsOf(page)).toHaveLength(24)
    expect(hitsOf(next)).toHaveLength(6)
    expect(new Set([...hitsOf(page), ...hitsOf(next)]).size).toBe(30)
    expect(hitsOf(again)).toEqual(hitsOf(page))
    expect(page.path).toMatch(/^\/staff\/search\?find=[\da-f-]{36}$/)
    expect(next.path).toMatch(/^\/staff\/search\?find=[\da-f-]{36}&before=\d+$/)
    expect(next.$('[name=q]').val()).toBe('透析')
  }, 60_000)

  it.each(['', '  ', '长'.repeat(500), '？！', '医', '耗 材'])(
    'draws the form again for 「%s」',
    async q => {
      const page = await searchFor(intake, q)
      expect(page.status).toBe(422)
      expect(page.$('title').text()).toMatch(/^出错了：/)
      expect(page.$('[role=alert]').text()).not.toBe('')
    },
  )

  it('prints what it finds as text, whatever stands in it', async () => {
    await opened('<script>alert(1)</script>透析', '<img src=x onerror=alert(2)>')
    const page = await searchFor(intake, '透析')

    expect(page.$('main script, main img')).toHaveLength(0)
    expect(page.$('.st-hits__line').text()).toContain('rt(1)</script>透析')
  })

  it('says so when the session no longer knows the question', async () => {
    const page = await intake.open('/staff/search?find=7f4f9c1e-1d1b-4a6b-9f6e-1b2c3d4e5f60')
    expect(page.status).toBe(200)
    expect(page.$('[role=alert]').text()).toContain('这次检索已经收起')
    const odd = await intake.open('/staff/search?find=x&before=y')
    expect(odd.status).toBe(200)
  })
})

describe('who finds what', () => {
  it('a handler what was given to him, another body nothing, and neither counts the rest', async () => {
    const given = await opened('给了的透析')
    await opened('没给的透析')
    const unread = await storeCase(site, own, told('没打开的'))
    await giveCase(site, clerk, given, [first, second])
    const stranger = await signIn(site, outsider)
    const third_ = await signIn(site, third)

    expect(hitsOf(await searchFor(intake, '透析'))).toHaveLength(2)
    const seen = await searchFor(handler, '透析')
    expect(hitsOf(seen)).toEqual(['〔2026〕00001 仁和医院'])
    expect(seen.text).not.toContain('还没有人打开过')
    for (const visitor of [stranger, third_])
      for (const q of ['透析', '仁和医院', '1', '2026-2', unread.label]) {
        const page = await searchFor(visitor, q)
        expect([q, hitsOf(page), page.text.includes('还没有人打开过')]).toEqual([q, [], false])
      }
  })

  it('a handler from whom a case was taken finds it no more', async () => {
    const caseId = await opened('给了的透析')
    await giveCase(site, clerk, caseId, [first, second])
    expect(hitsOf(await searchFor(handler, '透析'))).toHaveLength(1)

    await giveAnew(caseId)

    expect(hitsOf(await searchFor(handler, '透析'))).toEqual([])
  })

  const giveAnew = async (caseId: CaseId) => {
    const { cases, db, desks } = site.house
    await db.inTransaction(async tx => {
      const key = await cases.keyOf(tx, await desks.holdersOf(tx, clerk.keys), caseId)
      const handlers = [second, third].map(({ actor, keys: { publicKey } }) => ({
        staffId: actor.id,
        publicKey,
      }))
      const [one, other] = handlers
      if (one === undefined || other === undefined) throw new Error('two')
      await cases.act(tx, clerk.actor, caseId, { action: 'assign', handlers: [one, other], key })
    })
  }

  it('somebody who is excluded from a case neither finds nor counts it', async () => {
    const caseId = await opened('给了的透析')
    await giveCase(site, clerk, caseId, [first, second])
    const waiting = await storeCase(site, own, told('没打开的透析'))
    await site.house.db.inTransaction(async tx => {
      for (const id of [caseId, waiting.caseId])
        await site.house.cases.exclude(tx, clerk.actor, id, {
          staffId: clerk.actor.id,
          ground: 'other',
        })
    })

    for (const q of ['透析', '仁和医院', '1', '2']) {
      const page = await searchFor(intake, q)
      expect([q, hitsOf(page), page.text.includes('还没有人打开过')]).toEqual([q, [], false])
    }
    expect(hitsOf(await searchFor(handler, '透析'))).toHaveLength(1)
  })

  it('never what identifies the reporter, nor what may not become known', async () => {
    const { caseId } = await storeCase(site, own, {
      content: {
        ...told('夜里没人').content,
        hide: '我是丁香护士',
        relationPlain: '现在在那里上班',
      },
    })
    await openCase(site, clerk, caseId)
    for (const q of ['丁香护士', '在那里上班', '匿名'])
      expect([q, hitsOf(await searchFor(intake, q))]).toEqual([q, []])
  })

  it('no masked word, though it is in the index, and no line with it', async () => {
    await opened('我叫丁晓燕，每天透析三次，我的电话 13812345678。')

    expect(hitsOf(await searchFor(intake, '丁晓燕'))).toEqual([])
    expect(hitsOf(await searchFor(intake, '13812345678'))).toEqual([])
    const page = await searchFor(intake, '透析')
    expect(hitsOf(page)).toHaveLength(1)
    expect(page.text).not.toContain('丁晓燕')
    expect(page.text).not.toContain('13812345678')
  })
})
