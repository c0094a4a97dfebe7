import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { verifySample } from './sample-record'

type Write = (line: string) => void

const usage = 'sample verify --file 记录.json [--pool 名单.bin]（重新计算一次随机抽查，不用数据库）'

const filesIn = (args: readonly string[]) => {
  try {
    const options = { file: { type: 'string' }, pool: { type: 'string' } } as const
    return parseArgs({ args: [...args], strict: true, options }).values
  } catch {
    return {}
  }
}

const bytesOf = (file: string): Buffer | undefined => {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** `npm run cli -- sample verify`. Needs the record, and if one has it the frozen pool; nothing else. */
export const verifySampleCommand = {
  name: 'sample verify',
  usage,
  /** @returns the exit code: 0 when it comes out the same, 1 when not, 2 where it cannot be read */
  run: (args: readonly string[], write: Write, complain: Write): number => {
    const { file, pool: poolFile } = filesIn(args)
    if (file === undefined) {
      complain(`请写明是哪个文件。用法：npm run cli -- ${usage}`)
      return 2
    }
    const read = [file, ...(poolFile === undefined ? [] : [poolFile])].map(bytesOf)
    const [record, pool] = read
    if (record === undefined || read.includes(undefined)) {
      complain('这个文件打不开，请核对路径。')
      return 2
    }
    const { ok, lines } = verifySample(record.toString('utf8'), pool)
    for (const line of lines) (ok ? write : complain)(line)
    return ok ? 0 : 1
  },
} as const
