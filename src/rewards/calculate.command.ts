import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { shippedEntries } from '../lawbook'
import { inYuan, type Fen } from '../vocabulary/money'
import { rewardFaults, rewardInputFaults } from '../vocabulary/reward-words'
import { shippedRewardRules } from './shipped-rules'
import { answerVector, type VectorFault } from './vectors'

type Write = (line: string) => void

const usage = 'reward calculate --file 算例.json（按随附的奖励规定逐个计算，不用数据库）'

const words = { ...rewardFaults, ...rewardInputFaults }

const inWords = ({ code, named }: VectorFault): string => words[code].replace('{named}', named)

/** "39178.81": two decimals, no thousands. */
const plainYuan = (fen: Fen): string => inYuan(fen).replaceAll(',', '')

const fileIn = (args: readonly string[]): string | undefined => {
  try {
    const options = { file: { type: 'string' } } as const
    return parseArgs({ args: [...args], strict: true, options }).values.file
  } catch {
    return undefined
  }
}

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

const Vectors = z.array(z.unknown())
/** The array alone, or in a file that says more about it. */
const VectorFile = z.union([
  Vectors,
  z.object({ vectors: Vectors }).transform(({ vectors }) => vectors),
])

const vectorsIn = (text: string): readonly unknown[] | undefined => {
  try {
    return VectorFile.safeParse(JSON.parse(text.replace(/^\uFEFF/, ''))).data
  } catch {
    return undefined
  }
}

/** What was asked. An answer that stood there before is no answer of ours. */
const withoutAnswer = (vector: unknown): object => {
  const asked = z.record(z.string(), z.unknown()).safeParse(vector).data ?? {}
  return Object.fromEntries(
    Object.entries(asked).filter(([name]) => !['reward', 'error'].includes(name)),
  )
}

const answerAll = (vectors: readonly unknown[]): unknown[] => {
  const rules = shippedRewardRules()
  const yuan = shippedEntries('limit').find(({ code }) => code === 'money.yuan')?.data.value ?? 0
  return vectors.map(vector => {
    const answer = answerVector(vector, rules, BigInt(yuan) * 100n)
    const said = answer.ok ? { reward: plainYuan(answer.reward) } : { error: inWords(answer.fault) }
    return { ...withoutAnswer(vector), ...said }
  })
}

/** `npm run cli -- reward calculate`. Needs the file and nothing else: anybody may run it anywhere. */
export const calculateCommand = {
  name: 'reward calculate',
  usage,
  /** @returns the exit code: 0, or 2 where the file cannot be read; what a line lacks stands in its `error` */
  run: (args: readonly string[], write: Write, complain: Write): number => {
    const file = fileIn(args)
    if (file === undefined) {
      complain(`请写明是哪个文件。用法：npm run cli -- ${usage}`)
      return 2
    }
    const text = textOf(file)
    if (text === undefined) {
      complain('这个文件打不开，请核对路径。')
      return 2
    }
    const vectors = vectorsIn(text)
    if (vectors === undefined) {
      complain('这个文件不是 JSON 数组。每一项写成 {"rule": …, "caseValue": …, "options": …}。')
      return 2
    }
    write(JSON.stringify(answerAll(vectors), null, 2))
    return 0
  },
}
