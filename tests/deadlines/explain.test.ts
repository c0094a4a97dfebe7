import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { explainCommand } from '../../src/deadlines'

const run = (...args: string[]) => {
  const out: string[] = []
  const errors: string[] = []
  const code = explainCommand.run(
    args,
    line => out.push(line),
    line => errors.push(line),
  )
  return { code, out, errors }
}
type Explained = {
  due: string
  at?: string
  provisional: boolean
  note?: string
  days: { day: string; counts: boolean; number: number | null }[]
}
const json = (...args: string[]) => JSON.parse(run(...args, '--json').out.join('\n')) as Explained

it('answers as a program of its own: JSON alone on standard output, without a database', () => {
  const root = path.join(__dirname, '../..')
  const words = ['deadline', 'explain', '--rule', 'CLUE_VERIFY', '--from', '2026-12-21', '--json']
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli.ts', ...words],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], TZ: 'America/Los_Angeles' } },
  )
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ due: '2027-01-12', provisional: true })
}, 30_000)

it.each([
  [['CLUE_VERIFY', '2026-11-23'], '2026-12-14'],
  [['CLUE_VERIFY', '2026-11-23', '--pause', '2026-11-30..2026-12-04'], '2026-12-21'],
  [['CLUE_VERIFY', '2026-11-23', '--place', '210112'], '2026-12-08'],
  [['HEARING_NOTICE', '2026-10-12'], '2026-09-24'],
  [['CRIME_TRANSFER', '2026-11-21'], '2026-11-22'],
  // Only one place has it; and a day before the first version that is kept (Sunday 19 January was worked).
  [['ACCEPT_DECISION_XZ', '2026-11-23'], '2026-12-14'],
  [['CLUE_VERIFY', '2020-01-02'], '2020-01-22'],
  // 23:59 and 00:00 in Asia/Shanghai.
  [['RN_NOTIFY', '2026-11-22T15:59:00Z'], '2026-11-27'],
  [['RN_NOTIFY', '2026-11-22T16:00:00Z'], '2026-11-30'],
] as const)('%j is due %s', ([rule, from, ...more], due) => {
  const found = json('--rule', rule, '--from', from, ...more)
  expect(found.due).toBe(due)
  expect(found.days.at(-1)?.day).toBe(due)
})

it('a clock of hours names its moment; a rule taken early says so', () => {
  expect(json('--rule', 'CRIME_TRANSFER', '--from', '2026-11-21T09:30').at).toBe(
    '2026-11-22T09:30:00+08:00',
  )
  expect(json('--rule', 'CLUE_VERIFY', '--from', '2020-01-02').note).toContain('2021-07-15')
})

it('says it in words too', () => {
  const { out } = run('--rule', 'SERVE', '--from', '2026-09-29')
  expect(out.join('\n')).toContain('国庆节，放假，不算')
})

it.each([
  [['--rule', 'NOTHING', '--from', '2026-01-05'], 'NOTHING'],
  [['--rule', 'HANDOVER_5', '--from', '2026-01-05'], '不是可以计算的期限'],
  [['--rule', 'EXPOSE_QUARTER_NX', '--from', '2026-01-05'], '不是可以计算的期限'],
  [['--rule', 'SERVE', '--from', '2026-02-30'], '2026-02-30'],
  [['--rule', 'SERVE', '--from', '2026-01-05', '--place', '11'], '6 位数字'],
  [['--rule', 'SERVE', '--from', '2026-01-05', '--pause', '2026-01-09..2026-01-08'], '写反了'],
  [['--rule', 'SERVE', '--from', '2026-01-05', '--pause', '2026-01-09'], '第一天..最后一天'],
  [
    [
      '--rule',
      'SERVE',
      '--from',
      '2026-01-05',
      '--pause',
      '2026-01-06..2026-01-08',
      '--pause',
      '2026-01-08..2026-01-09',
    ],
    '重叠',
  ],
  [['--rule', 'ACCEPT_DECISION_XZ', '--from', '2026-01-05', '--place', '110000'], '没有适用的版本'],
  [['--from', '2026-01-05'], '--rule'],
  [['--what'], '用法'],
])('%j is refused in a sentence, with code 2 and nothing else', (args, words) => {
  const { code, out, errors } = run(...args, '--json')
  expect({ code, out }).toEqual({ code: 2, out: [] })
  expect(errors.join()).toContain(words)
})
