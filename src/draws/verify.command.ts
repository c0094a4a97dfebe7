import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { verifyRecord } from './record'

type Write = (line: string) => void

const usage = 'draw verify --file 记录.json（重新计算一次随机抽取，不用数据库）'

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

/** `npm run cli -- draw verify`. Needs the record and nothing else: anybody may run it anywhere. */
export const verifyCommand = {
  name: 'draw verify',
  usage,
  /** @returns the exit code: 0 when it comes out the same, 1 when not, 2 where it cannot be read */
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
    const { ok, lines } = verifyRecord(text)
    for (const line of lines) (ok ? write : complain)(line)
    return ok ? 0 : 1
  },
} as const
