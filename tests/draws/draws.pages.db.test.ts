import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { verifyCommand } from '../../src/draws/verify.command'
import { giveCase, storeCase } from '../support/cases'
import { errorsOf } from '../support/following'
import type { Officer } from '../support/people'
import { again, openDrawing } from './drawing'

type Drawing = Awaited<ReturnType<typeof openDrawing>>

let site: Drawing['site']
let own: Drawing['own']
let clerk: Officer
let head: Officer
let handlers: Drawing['handlers']
let principal: Drawing['principal']
let intake: Drawing['intake']
let drawing: Drawing

beforeAll(async () => {
  drawing = await openDrawing()
  ;({ site, own, clerk, head, handlers, principal, intake } = drawing)
})
afterAll(() => site.stop())

const absent = (officer: Officer, reason = 'leave') => ({ [`absent-${officer.actor.id}`]: reason })

describe('a draw', () => {
  it('commits first, takes a word of a second person, draws, gives the case, and can be recomputed', async () => {
    const stored = await drawing.acceptedCase()
    const page = await drawing.committed(stored, absent(handlers[3]))
    const commitment = page.$('[data-test=commitment]').text()
    expect(commitment).toMatch(/^[0-9a-f]{64}$/)
    expect(page.$('[data-test=seed]')).toHaveLength(0)
    expect(page.text).toContain('不参加：4 号：请假')
    const row = await drawing.rowOf(page)
    expect(row.seed).toBeNull()

    expect((await intake.open('/staff')).text).toContain('有 1 次随机抽取等同事写见证字')
    await drawing.witnessed(page)
    const done = await drawing.held(page)

    expect(done.$('[data-test=state]').text()).toBe('已经抽取')
    expect(done.$('[data-test=result]').text()).toMatch(/^\d 号、\d 号$/)
    expect(await drawing.pairOf(stored)).toHaveLength(2)
    expect(await drawing.pairOf(stored)).not.toContain(handlers[3].actor.id)
    const seals = site
      .tables('case_seals')
      .where({ case_id: stored.caseId, recipient_kind: 'staff' })
    expect(await seals).toHaveLength(2)
    expect(await drawing.deedsOf(row.id)).toEqual(['draw.committed', 'draw.witnessed', 'draw.held'])

    const record = await principal.open(`${page.path}/record.json`)
    expect(record.headers['content-disposition']).toContain('attachment')
    const parsed = JSON.parse(record.text) as { commitment: string; result: unknown[] }
    expect(parsed.commitment).toBe(commitment)
    for (const secret of [
      stored.caseId,
      '仁和医院',
      '周启明',
      head.actor.id,
      ...(await drawing.pairOf(stored)),
    ])
      expect(record.text).not.toContain(secret)
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'draw-')), 'record.json')
    writeFileSync(file, record.text)
    const said: string[] = []
    const say = (line: string) => void said.push(line)
    expect(verifyCommand.run(['--file', file], say, say)).toBe(0)
    expect(said[0]).toContain('结果一致')
    // Another word may draw the same two of three by chance: of forty, hardly all.
    const ends = Array.from({ length: 40 }, (_, n) => {
      writeFileSync(file, record.text.replace('Zhao2026', `Zhao${3000 + n}`))
      return verifyCommand.run(['--file', file], say, say)
    })
    expect(ends).toContain(1)
    expect(verifyCommand.run(['--file', `${file}x`], say, say)).toBe(2)
    expect(verifyCommand.run([], say, say)).toBe(2)
  })

  it('is done once, however often its forms are sent', async () => {
    const stored = await drawing.acceptedCase()
    const form = await principal.open(`/staff/draws/new?case=${stored.caseId}`)
    const begin = () => again(site, principal).submit(form)
    const [page, ...twins] = await Promise.all([begin(), ...Array.from({ length: 11 }, begin)])
    for (const twin of [...twins, await begin()]) expect(twin.path).toBe(page.path)
    await drawing.witnessed(page)
    const ready = await principal.open(page.path)
    await principal.submit(ready, {}, { form: 'form[action$="/hold"]' })
    const pair = await drawing.pairOf(stored)
    const twice = await again(site, principal).submit(ready, {}, { form: 'form[action$="/hold"]' })
    expect(twice.status).toBe(200)
    expect(await drawing.pairOf(stored)).toEqual(pair)
    const id = (await drawing.rowOf(page)).id
    expect(await drawing.deedsOf(id)).toEqual(['draw.committed', 'draw.witnessed', 'draw.held'])
  })

  it('spreads several cases, and leaves out of each who keeps away from it', async () => {
    const [one, other] = [await drawing.acceptedCase(), await drawing.acceptedCase()]
    const away = handlers[0]
    await drawing.exclude(one, away, head)
    const form = await principal.open(`/staff/draws/new?case=${one.caseId}&case=${other.caseId}`)
    const page = await principal.submit(form)
    expect(page.$('[data-test=case]').first().text()).toMatch(/\d 号/)
    await drawing.witnessed(page)
    await drawing.held(page)
    expect(await drawing.pairOf(one)).not.toContain(away.actor.id)
    expect((await drawing.pairOf(one)).length + (await drawing.pairOf(other)).length).toBe(4)
  })
})

describe('what is refused, with nothing half done', () => {
  const draws = async () => (await site.tables('draws').count<{ count: number }[]>())[0]?.count

  it('a pool too small names the case and how many it takes', async () => {
    const stored = await drawing.acceptedCase()
    const before = await draws()
    const page = await drawing.committed(stored, {
      ...absent(handlers[0]),
      ...absent(handlers[1], 'busy'),
    })
    expect(page.status).toBe(422)
    expect(errorsOf(page).join('')).toContain('抽 2 位，至少要有 3 位可以抽')
    expect(errorsOf(page).join('')).toContain(stored.label)
    expect(page.$(`[name="absent-${handlers[1].actor.id}"] [selected]`).attr('value')).toBe('busy')
    expect(await draws()).toBe(before)
  })

  it.each([
    ['nothing', '', '请写要抽取的线索编号，一行一件'],
    ['no number', '仁和医院', '第 1 行没有这个编号的线索，或者它现在不能分派'],
    ['a number that nobody has', '2026-99999', '第 1 行没有这个编号的线索，或者它现在不能分派'],
    [
      'too many',
      Array.from({ length: 21 }, (_, at) => `2026-${at}`).join('\n'),
      '一次最多 20 件，现在有 21 件',
    ],
  ])('%s in place of numbers', async (_, numbers, sentence) => {
    const page = await principal.submit(await principal.open('/staff/draws/new'), { numbers })
    expect([page.status, errorsOf(page)]).toEqual([422, [sentence]])
  })

  it('a case that is not accepted yet, and one that is hidden, read the same', async () => {
    const fresh = await storeCase(site, own)
    const hidden = await drawing.acceptedCase()
    await drawing.exclude(hidden, head, clerk)
    for (const { label } of [fresh, hidden]) {
      const form = await principal.open('/staff/draws/new')
      const page = await principal.submit(form, { numbers: label })
      expect(errorsOf(page)).toEqual(['第 1 行没有这个编号的线索，或者它现在不能分派'])
    }
  })

  it.each([
    ['too short', 'abc'],
    ['with signs', 'ab cd!'],
    ['empty', ''],
    ['too long', 'a'.repeat(33)],
  ])('a word that is %s', async (_, word) => {
    const page = await drawing.committed(await drawing.acceptedCase())
    const wrong = await drawing.witnessed(page, word)
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, ['请写 4 到 32 个字母或者数字']])
  })

  it('to draw without a word, to witness one’s own, to draw somebody else’s', async () => {
    const page = await drawing.committed(await drawing.acceptedCase())
    const _csrf = page.$('form [name=_csrf]').first().attr('value') ?? ''
    expect((await principal.send(`${page.path}/hold`, { _csrf })).status).toBe(409)
    expect((await principal.send(`${page.path}/witness`, { _csrf, word: 'mine2026' })).status).toBe(
      409,
    )
    const theirs = (await intake.open(page.path)).$('form [name=_csrf]').first().attr('value') ?? ''
    expect((await intake.send(`${page.path}/hold`, { _csrf: theirs })).status).toBe(409)
    expect((await drawing.rowOf(page)).seed).toBeNull()
  })

  it('when the pool has changed: nothing of the result shows, the case is given to nobody', async () => {
    const stored = await drawing.acceptedCase()
    const page = await drawing.committed(stored)
    await drawing.witnessed(page)
    await drawing.exclude(stored, handlers[1], clerk)
    const refusedPage = await drawing.held(page)
    expect(refusedPage.status).toBe(409)
    expect(refusedPage.text).toContain('名单和承诺时不一样了')
    expect(await drawing.pairOf(stored)).toEqual([])
    expect((await drawing.rowOf(page)).seed).toBeNull()

    const left = await principal.submit(
      await principal.open(page.path),
      { ground: 'pool-changed' },
      { form: 'form[action$="/abandon"]' },
    )
    expect(left.$('[data-test=state]').text()).toBe('已经放弃')
    // The seed is shown all the same: what would have come is there to be seen.
    expect(left.$('[data-test=seed]').text()).toMatch(/^[0-9a-f]{64}$/)
  })

  it('not a case that has handlers already: they are replaced by lot', async () => {
    const stored = await storeCase(site, own)
    await giveCase(site, clerk, stored.caseId, [handlers[0], handlers[1]])
    const page = await drawing.committed(stored)
    await drawing.witnessed(page)
    const done = await drawing.held(page)
    expect(done.$('[data-test=state]').text()).toBe('已经抽取')
    expect(await drawing.pairOf(stored)).toHaveLength(2)
  })
})

it('an excluded colleague sees no draw of that case, on the board or by its address', async () => {
  const stored = await drawing.acceptedCase()
  const page = await drawing.committed(stored)
  expect((await intake.open('/staff/draws')).text).toContain(page.path)
  await drawing.exclude(stored, clerk, head)
  expect((await intake.open('/staff/draws')).text).not.toContain(page.path)
  expect((await intake.open(page.path)).status).toBe(404)
})

describe('the database, whoever writes the rows', () => {
  const stays = { constraint: 'draw.stays' }

  it('keeps a draw as it was', async () => {
    const page = await drawing.committed(await drawing.acceptedCase())
    const { id } = await drawing.rowOf(page)
    const row = () => site.tables('draws').where({ id })
    await expect(row().update({ inputs: '{}' })).rejects.toMatchObject(stays)
    await expect(row().update({ commitment: Buffer.alloc(32) })).rejects.toMatchObject(stays)
    await expect(row().delete()).rejects.toMatchObject(stays)
    const mine = { word: 'mine2026', word_by: head.actor.id, word_at: new Date() }
    await expect(row().update(mine)).rejects.toMatchObject({ constraint: 'draw.own-word' })
    await drawing.witnessed(page)
    await expect(row().update({ word: 'other123' })).rejects.toMatchObject(stays)
    const forged = {
      seed: Buffer.alloc(32),
      result: '[]',
      drawn_by: head.actor.id,
      drawn_at: new Date(),
    }
    await expect(row().update(forged)).rejects.toMatchObject({ constraint: 'draws_seed' })
    await drawing.held(page)
    await expect(row().update({ result: '[]' })).rejects.toMatchObject(stays)
    await expect(
      site.tables('draw_cases').where({ draw_id: id }).update({ position: 9 }),
    ).rejects.toMatchObject(stays)
    await expect(
      site.tables('draw_numbers').where({ organisation_id: own }).delete(),
    ).rejects.toMatchObject(stays)
  })
})
