import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { calculateCommand } from '../../src/rewards'
import vectors from './vectors.json'

const root = path.join(__dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'vectors-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const fileOf = (content: unknown): string => {
  const file = path.join(folder, `${String(Math.random())}.json`)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const run = (...args: string[]) => {
  const out: string[] = []
  const errors: string[] = []
  const code = calculateCommand.run(
    args,
    line => out.push(line),
    line => errors.push(line),
  )
  return { code, out: out.join('\n'), errors: errors.join('\n') }
}

type Answer = { readonly rule?: string; readonly reward?: string; readonly error?: string }
const answers = (content: unknown): Answer[] =>
  JSON.parse(run('--file', fileOf(content)).out) as Answer[]

const asked = vectors.map(({ rule, caseValue, options }) => ({ rule, caseValue, options }))

it('answers as a program of its own: JSON alone on standard output, without a database', () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli.ts', 'reward', 'calculate', '--file', fileOf(asked)],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  )
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual(vectors)
})

it('an answer that stood in the file is not taken for ours', () => {
  const lying = [{ ...asked[0], reward: '1.00', error: 'x' }]
  expect(answers(lying)).toEqual([vectors[0]])
  expect(answers({ note: 'x', vectors: lying })).toEqual([vectors[0]])
})

it('passes over dates and notes', () => {
  const [first] = asked
  const day = '2026-05-01'
  const noted = { ...first, id: 7, reportedOn: day, options: { ...first?.options, decidedOn: day } }
  expect(answers([noted])).toEqual([expect.objectContaining({ reward: vectors[0]?.reward })])
})

const sichuan = (caseValue: unknown, options: unknown = {}) => ({
  ...{ rule: 'CN-SC-2022-7', caseValue, options },
})

it.each([
  [sichuan(-1), '不能是负数'],
  [sichuan(0), '没有基金损失'],
  [sichuan(1e21), '最多 10000000000 元'],
  [sichuan(10_000_000_000.5), '最多 10000000000 元'],
  [sichuan('1.234,56'), '写成数字'],
  [sichuan('12,345'), '写成数字'],
  [sichuan(0.001), '写成数字'],
  [sichuan(null), '写成数字'],
  [sichuan(100, { insider: 'yes' }), '选项写得不对'],
  [sichuan(100, { rate: 0.1 }), '比例是定好的'],
  [sichuan(100, { Insider: true }), '不认识“Insider”'],
  [sichuan(100, { grades: '一级' }), '不认识“grades”'],
  [{ ...sichuan(100), insider: true }, '不认识“insider”'],
  [{ rule: 'CN-SC-2022-7', caseValue: 100, option: { insider: true } }, '不认识“option”'],
  [{ rule: '3300XX', caseValue: 1 }, '没有代码是“3300XX”'],
  [{ rule: 'constructor', caseValue: 1 }, '没有代码是“constructor”'],
  [7, '这一项要写成'],
  [null, '这一项要写成'],
  [{ rule: 'CN-2022-22', caseValue: 100 }, '没有这个数：奖励比例'],
  [{ rule: 'CN-HI-2023', caseValue: 100 }, '没有这个数：各段的比例'],
  [{ rule: 'CN-HN-2025', caseValue: 100, options: { grade: '二级' } }, '没有这个数：二级的比例'],
  [{ rule: 'CN-FJ-2024', caseValue: 100 }, '要写明等级：一级、二级、三级'],
  [{ rule: 'CN-FJ-2024', caseValue: 100, options: { grade: '四级' } }, '没有这个等级'],
  [{ rule: 'CN-BJ-2023-18', caseValue: 100 }, '单位（unit）还是个人'],
  [{ rule: 'CN-SN-TC-2020', caseValue: 100, options: { insider: true } }, '提高多少'],
  [{ rule: 'CN-SD-2019', caseValue: 100, options: { rate: 0.07 } }, '最高 0.06'],
  [{ rule: 'CN-GS-2019-35', caseValue: 100, options: { grade: '一类' } }, '0.05 到 0.08'],
  [
    { rule: 'CN-GS-2019-35', caseValue: 1, options: { grade: '二类', rate: 0.06 } },
    '不在规定的幅度',
  ],
  [
    {
      ...{ rule: 'CN-CQ-2025', caseValue: 100 },
      options: { grade: '详细+直接证据+协助+完全相符', insider: true },
    },
    '内部/原内部/竞争机构-完全相符的比例',
  ],
])('%j is refused in a sentence, and the others are answered', (wrong, said) => {
  const [first, second] = answers([wrong, asked[0]])
  expect(first).toMatchObject({ error: expect.stringContaining(said) as string })
  expect(first).not.toHaveProperty('reward')
  expect(second).toEqual(vectors[0])
})

it.each([
  [[], '请写明是哪个文件'],
  [['--place', 'x'], '请写明是哪个文件'],
  [['--file', '/nowhere.json'], '打不开'],
  [['--file', fileOf('{')], '不是 JSON 数组'],
  [['--file', fileOf('7')], '不是 JSON 数组'],
])('%j: a sentence, and nothing on standard output', (args, said) => {
  const { code, out, errors } = run(...args)
  expect([code, out]).toEqual([2, ''])
  expect(errors).toContain(said)
})
