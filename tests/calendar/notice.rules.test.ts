import { changesBetween, extraDays, faultsOf, turnDay } from '../../src/calendar/check.rules'
import type { NoticeDay } from '../../src/calendar/days.rules'
import { statutoryOf } from '../../src/calendar/holidays.rules'
import { readNotice, toLines } from '../../src/calendar/notice.rules'
import { shippedCalendar } from '../../src/deadlines/shipped-calendar'
import type { LawEntry } from '../../src/lawbook'
import { shippedLaw } from '../../src/lawbook/shipped-law'

/** The notice of 2025-11-04, word for word (domain/regulation.md, 9). */
const notice2026 = `
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
`

const holidaysOf = (year: number) =>
  shippedLaw()
    .filter(
      ({ kind, validFrom, validTo }) =>
        kind === 'holiday' &&
        validFrom <= `${year}-06-30` &&
        (validTo === null || validTo >= `${year}-06-30`),
    )
    .map(({ data }) => data as LawEntry<'holiday'>['data'])

const enter = (year: number, days: readonly NoticeDay[]) => ({
  ...{ year, days, longestName: 20 },
  statutory: statutoryOf(year, holidaysOf(year)),
})
const shipped = (year: number): readonly NoticeDay[] =>
  shippedCalendar().find(one => one.year === year)?.days ?? []
const spelled = (days: readonly NoticeDay[]) => days.map(({ day, kind }) => `${day} ${kind}`).sort()

describe('a pasted notice', () => {
  it('is read as the State Council writes it', () => {
    const { days, faults } = readNotice(notice2026, 2026)

    expect(faults).toEqual([])
    expect(spelled(days)).toEqual(spelled(shipped(2026)))
    expect(days.find(({ day }) => day === '2026-02-28')?.name).toBe('春节')
  })

  it.each([
    '国庆节 2026-10-01 至 2026-10-07 放假',
    '国庆节：2026.10.1~10.7 休',
    '１０月１日到７日放假，国庆节',
  ])('is read from a plain line: %s', line => {
    const { days, faults } = readNotice(line, 2026)

    expect(faults).toEqual([])
    expect(days).toHaveLength(7)
    expect(days[6]).toEqual({ day: '2026-10-07', kind: 'off', name: '国庆节' })
  })

  it('says which line it does not understand, and why', () => {
    const { faults } = readNotice(
      '国庆节\n\n元旦：2月30日放假\n春节：2月3日\n国庆节：10月7日至10月1日放假\n国庆节：1月1日至12月1日放假',
      2026,
    )

    expect(faults).toEqual([
      '第 1 行：没有看到日期',
      '第 3 行：没有“2月30日”这样的日子',
      '第 4 行：没有写是放假还是上班',
      '第 5 行：“10月7日至10月1日”的先后不对，或者太长',
      '第 6 行：“1月1日至12月1日”的先后不对，或者太长',
    ])
  })

  it('is written as it is read again', () => {
    for (const { year, days } of shippedCalendar()) {
      const again = readNotice(toLines(days), year)
      expect([year, again.faults]).toEqual([year, []])
      expect(spelled(again.days)).toEqual(spelled(days))
    }
  })
})

describe('the days of the law', () => {
  it('are those of every year to come, as they are shipped', () => {
    const later = shippedCalendar().filter(({ status }) => status === 'provisional')
    for (const { year, days } of later)
      expect([year, [...statutoryOf(year, holidaysOf(year)).days.keys()]]).toEqual([
        year,
        days.map(({ day }) => day).sort(),
      ])
  })

  it('are free in every notice that was published', () => {
    const published = shippedCalendar().filter(({ status }) => status === 'published')
    for (const { year, days } of published)
      expect([year, faultsOf(enter(year, days))]).toEqual([year, []])
  })
})

describe('a calendar with a fault', () => {
  const year = shipped(2026)
  const without = (...gone: string[]) => year.filter(({ day }) => !gone.includes(day))
  const and = (day: string, kind: 'off' | 'work', name = '国庆节') => [...year, { day, kind, name }]

  it.each([
    ['a hole', without('2026-10-02'), ['10 月 2 日是法定节日（国庆节），没有写放假']],
    [
      'no spring festival',
      year.filter(({ name }) => name !== '春节'),
      ['16', '17', '18', '19'].map(date => `2 月 ${date} 日是法定节日（春节），没有写放假`),
    ],
    [
      'a make-up day in the week',
      and('2026-10-12', 'work'),
      ['10 月 12 日是星期一，本来就上班，不能算调休上班'],
    ],
    ['a day twice', and('2026-10-01', 'off'), ['10 月 1 日写了两次']],
    [
      'a holiday that is worked',
      [...without('2026-10-03'), { day: '2026-10-03', kind: 'work' as const, name: '国庆节' }],
      ['10 月 3 日是法定节日（国庆节），不能上班'],
    ],
    ['a day of another year', and('2027-01-01', 'off'), ['2027-01-01 不是 2026 年的日子']],
    ['a day without a name', and('2026-12-25', 'off', ''), ['12 月 25 日没有写是什么节日']],
  ] as const)('is refused by its day: %s', (_what, days, faults) => {
    expect(faultsOf(enter(2026, days))).toEqual(faults)
  })

  it('is refused by the holiday’s name where nobody knows its day yet', () => {
    const days = year.map(one => ({ ...one, day: one.day.replace('2026', '2036') }))
    const named = days.filter(({ name }) => name !== '端午')

    expect(faultsOf(enter(2036, named))).toContain('没有写端午放假的日子')
    expect(faultsOf(enter(2036, days))).not.toContain('没有写端午放假的日子')
  })

  it('says how many days are free beyond what is made up for', () => {
    expect(extraDays(enter(2026, year))).toBe(0)
    expect(extraDays(enter(2026, without('2026-10-10')))).toBe(1)
    expect(extraDays(enter(2025, shipped(2025)))).toBe(0)
  })
})

it('a change is the days that differ', () => {
  const year = shipped(2026)
  const after = turnDay(turnDay(year, '2026-10-08', '国庆节'), '2026-10-10', '')

  expect(changesBetween(year, after).map(({ day, was, is }) => [day, was?.kind, is?.kind])).toEqual(
    [
      ['2026-10-08', undefined, 'off'],
      ['2026-10-10', 'work', undefined],
    ],
  )
  expect(changesBetween(year, turnDay(turnDay(year, '2026-11-22', ''), '2026-11-22', ''))).toEqual(
    [],
  )
})
