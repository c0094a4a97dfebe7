import type { OrganisationId } from '../../src/vocabulary/ids'
import { storeCase } from '../support/cases'
import type { Answer } from '../support/client'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let intake: SignedIn

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  intake = await signIn(site, await hire(site, own, ['intake'], '王芳'))
  await fill()
})
afterAll(() => site.stop())

const numbersOf = ({ $ }: Answer): string[] =>
  $('.c-no .jb-num:first-child')
    .map((_, found) => $(found).text())
    .get()

const states = ['received', 'accepted', 'checking']
const behaviours = ['A1', 'A2', 'B1']

/** Many of the same day, state and behaviour, so that the order has to be kept by the arrival. */
const fill = async () => {
  const rows = Array.from({ length: 1000 }, (_, at) => ({
    id: `00000000-0000-4000-8000-${at.toString().padStart(12, '0')}`,
    organisation_id: own,
    year: 2026,
    serial: at + 1,
    state: states[(at * 7) % 3] ?? '',
    source: 'web',
    region_code: '330102',
    target_kind: 'hospital',
    behaviour: behaviours[(at * 11) % 3] ?? '',
    behaviours: [behaviours[(at * 11) % 3] ?? ''],
    received_on: '2026-11-23',
    next_due_on: at % 10 === 0 ? 'infinity' : `2026-12-${((at % 9) + 10).toString()}`,
    sealed_title: Buffer.alloc(1),
  }))
  for (let from = 0; from < rows.length; from += 200)
    await site.tables('cases').insert(rows.slice(from, from + 200))
}

const walk = async (start: Answer, words: string): Promise<string[]> => {
  const seen = numbersOf(start)
  let page = start
  while (page.$('.st-page a').filter((_, a) => page.$(a).text() === words).length > 0) {
    page = await intake.click(page, words)
    seen.push(...numbersOf(page))
  }
  return seen
}

const expected = async (order: string): Promise<string[]> =>
  (await site.tables('cases').orderByRaw(order).select<{ serial: number }[]>('serial')).map(
    ({ serial }) => `〔2026〕${serial.toString().padStart(5, '0')}`,
  )

it.each([
  ['due', 'next_due_on, arrival'],
  ['-due', 'next_due_on DESC, arrival DESC'],
  ['number', 'arrival'],
  ['-number', 'arrival DESC'],
  ['behaviour', 'behaviour, arrival'],
  ['-state', 'state DESC, arrival DESC'],
])('a thousand cases sorted by %s are each shown once, in order', async (sort, order) => {
  const start = await intake.open(`/staff/queue?sort=${sort}&size=100`)
  const forwards = await walk(start, '下一页')

  expect(forwards).toEqual(await expected(order))
})

it('a thousand cases are walked back the same way', async () => {
  let page = await intake.open('/staff/queue?size=100')
  const pages = [numbersOf(page)]
  for (let turn = 0; turn < 9; turn += 1) {
    page = await intake.click(page, '下一页')
    pages.push(numbersOf(page))
  }

  const back = [numbersOf(page)]
  for (let turn = 0; turn < 9; turn += 1) {
    page = await intake.click(page, '上一页')
    back.unshift(numbersOf(page))
  }

  expect(back).toEqual(pages)
  expect(page.$('.st-page a[rel=prev]')).toHaveLength(0)
})

it('a page does not shift when somebody sends a report in between', async () => {
  const page = await intake.open('/staff/queue?sort=-number&size=12')
  await storeCaseAfter()

  const next = await intake.click(page, '下一页')

  expect(numbersOf(page)[11]).toBe('〔2026〕00989')
  expect(numbersOf(next)[0]).toBe('〔2026〕00988')
})

const storeCaseAfter = () =>
  site
    .tables('case_numbers')
    .insert({ organisation_id: own, year: 2026, last: 1000 })
    .then(() => storeCase(site, own))

it('headings sort by links and say so to who cannot see', async () => {
  const page = await intake.open('/staff/queue')

  expect(page.$('th.c-due').attr('aria-sort')).toBe('ascending')
  const turned = await intake.click(page, '期限（工作日）')
  expect(turned.path).toBe('/staff/queue?sort=-due')
  expect(turned.$('th.c-due').attr('aria-sort')).toBe('descending')
  expect(numbersOf(await intake.open('/staff/queue?size=12'))).toHaveLength(12)
})
