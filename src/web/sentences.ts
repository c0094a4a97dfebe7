import { SettingsError } from '../platform/config'
import { codeOf, KnownError } from '../platform/errors'
import { fillWords } from '../vocabulary/refusal-words'
import { refusals } from '../vocabulary/refusals'

/** By Node's and PostgreSQL's codes, whose own words may quote addresses and values. */
const words: Readonly<Record<string, string>> = {
  ENOENT: '找不到文件或者目录，请核对路径。',
  EISDIR: '这是一个目录，这里要写文件。',
  ENOTDIR: '路径里有一段是文件，不是目录。请核对 DATA_DIR 和写的路径。',
  EEXIST: 'DATA_DIR 指的是一个文件，不是目录，请核对。',
  EACCES: '数据目录不能写入，请核对 DATA_DIR 的权限。',
  'database.gone': '连不上数据库。请核对它是否在运行，以及连接里的主机和端口。',
  ECONNREFUSED: '连不上数据库。请核对它是否在运行，以及连接里的主机和端口。',
  ENOTFOUND: '找不到数据库主机，请核对连接里的名字。',
  '28P01': '数据库账号或密码不对。',
  '28000': '数据库不认识这个账号。第一次使用时，请先用 DATABASE_OWNER_URL 运行 npm run migrate。',
  '3D000': '没有这个数据库。第一次使用时，请先用 DATABASE_OWNER_URL 运行 npm run migrate。',
  '42501': '这个数据库账号的权限不够。DATABASE_OWNER_URL 要用数据库的属主。',
}

const busyPort = (error: unknown): number | undefined =>
  codeOf(error) === 'EADDRINUSE' && error instanceof Error && 'port' in error
    ? Number(error.port)
    : undefined

/** What a terminal prints when the service or a tool cannot go on. Never a stack, never a value. */
export const sentencesOf = (error: unknown): readonly string[] => {
  if (error instanceof SettingsError) return ['设置不完整：', ...error.sentences]
  const port = busyPort(error)
  if (port !== undefined)
    return [`端口 ${port} 已被别的程序占用。请用 PUBLIC_PORT 或者 STAFF_PORT 换一个。`]
  const known = words[codeOf(error) ?? '']
  if (known !== undefined) return [known]
  if (error instanceof KnownError) {
    const refusal = refusals[error.code]
    return refusal === undefined
      ? [error.code]
      : [refusal.title, refusal.text].map(text => fillWords(text, error.values))
  }
  return [error instanceof Error ? error.message : '原因不明。']
}

/** How a tool ends: with its code, or with sentences on the terminal. */
export const endWith = (work: Promise<number>): void => {
  work.then(
    code => {
      process.exitCode = code
    },
    (error: unknown) => {
      for (const sentence of sentencesOf(error)) process.stderr.write(`${sentence}\n`)
      process.exitCode = 1
    },
  )
}
