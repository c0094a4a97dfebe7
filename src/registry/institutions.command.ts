import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import type { Db } from '../platform/db/database'
import type { ImportResult } from './institution'
import type { InstitutionImport } from './institution-import.service'

type Deps = { readonly db: Db; readonly institutionImport: InstitutionImport }
type Say = (line: string) => void

/** So many lines are shown; the rest is counted. */
const SHOWN = 100

/** `npm run cli -- institutions import FILE`. Refusals of the import travel on as errors. */
export const institutionsCommand = {
  name: 'institutions import',
  usage: 'institutions import 文件.csv（第一行：编码,名称,类别,区划代码,地址；UTF-8 或 GB18030）',
  /** @returns the exit code: 0, 1 when lines were left out, 2 when there is no such file */
  run: async ({ db, institutionImport }: Deps, args: readonly string[], say: Say) => {
    const [file] = args
    if (file === undefined || !(await isReadable(file))) {
      say(
        file === undefined ? `用法：${institutionsCommand.usage}` : `打不开 ${file}，请核对文件名`,
      )
      return 2
    }
    const result = await db.inTransaction(tx =>
      institutionImport.importCsv(tx, () => createReadStream(file)),
    )
    sayResult(result, say)
    return result.errors.length === 0 ? 0 : 1
  },
} as const

const isReadable = (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    async () => (await stat(file)).isFile(),
    () => false,
  )

const sayResult = ({ added, changed, unchanged, errors }: ImportResult, say: Say): void => {
  say(`新增 ${added} 家，更新 ${changed} 家，没有变化 ${unchanged} 家`)
  if (errors.length === 0) return
  say(`有 ${errors.length} 行没有导入：`)
  for (const { line, problem } of errors.slice(0, SHOWN)) say(`第 ${line} 行：${problem}`)
  if (errors.length > SHOWN) say(`……另有 ${errors.length - SHOWN} 行。改好后可以再导入一次`)
}
