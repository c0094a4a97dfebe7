import { course, entryStates, isDecided } from '../../src/register/entry.rules'
import { personFaults, personIn } from '../../src/register/persons'

it('is written of a decision that stands, and of no other case', () => {
  const standing = [
    ['decided', 'penalty'],
    ['closed', 'penalty'],
    ['archived', 'no-penalty'],
    ['closed', 'agreement'],
  ] as const
  for (const [state, outcome] of standing) expect(isDecided({ state, outcome })).toBe(true)
  const others = [
    ['checking', null],
    ['reviewed', 'penalty'],
    ['closed', 'dropped'],
    ['closed', 'crime-transfer'],
    ['not-filed', 'not-filed'],
  ] as const
  for (const [state, outcome] of others) expect(isDecided({ state, outcome })).toBe(false)
})

it('ends withdrawn, and is public on two days of its life only', () => {
  expect(entryStates.filter(state => course[state].length === 0)).toEqual(['withdrawn'])
  expect(course.published).toContain('changed')
  expect(entryStates.filter(state => course[state].includes('published'))).toEqual(['written'])
})

it.each([
  ['110101199003070011', '身份证号一类的号码'],
  ['当事人证件 1101 0119 9003 0700 1X。', '身份证号一类的号码'],
  ['１１０１０１１９９００３０７００１１', '身份证号一类的号码'],
  ['旧证 110101900307001 号', '身份证号一类的号码'],
  ['电话 13800001234', '电话号码'],
  ['请打 010-88886666', '电话号码'],
  ['微信 wangfang_88', '微信、QQ 或者邮箱'],
  ['我叫赵小敏', '个人姓名'],
])('does not let a person be published: %s', (text, what) => {
  expect(personIn(text)).toBe(what)
  expect(personFaults({ body: text, articles: '第三十八条' })).toEqual({
    body: `这里有${what}。公开的决定不写个人，请删去`,
  })
})

it.each([
  '处违法使用的医疗保障基金 128,600.00 元二倍的罚款。',
  '某市医保罚〔2026〕12号',
  '2025 年 1 月至 2026 年 3 月，共 1234 人次。',
  '国家医疗保障局令第 4 号',
])('lets pass what a decision is made of: %s', text => {
  expect(personIn(text)).toBe('')
})
