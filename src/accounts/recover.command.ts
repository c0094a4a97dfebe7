import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { KnownError, refused } from '../platform/errors'
import { refusalSentence } from '../vocabulary/refusal-words'
import { refusals } from '../vocabulary/refusals'
import type { RecoverStaff } from './recover.service'
import { openTerminal, type Terminal } from './terminal'

type Say = (line: string) => void
type Deps = { readonly recoverStaff: RecoverStaff }
type RecoverTalk = Pick<Terminal, 'say' | 'ask' | 'clear'>

const TRIES = 3

const readWords = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { shares: { type: 'string' } },
      allowPositionals: true,
    })
    return { user: positionals[0], file: values.shares }
  } catch {
    return { user: undefined, file: undefined }
  }
}

/** Whatever else stands in the file: a share is long and comes in groups of four. */
const sharesIn = (text: string): string[] =>
  (text.match(/[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{1,4}){8,}/g) ?? []).slice(0, 2)

const readShares = async (file: string): Promise<string[]> => {
  const text = await readFile(file, 'utf8').catch(() => '')
  const shares = sharesIn(text)
  if (shares.length < 2) throw refused('recovery.no-file')
  return shares
}

const sayRefusal = (say: Say, error: unknown): void => {
  if (!(error instanceof KnownError) || !(error.code in refusals)) throw error
  say(refusalSentence(error))
}

/** Two holders, one after the other; what each typed is wiped off before the next comes. */
export const recoverByTalk = async (
  { recoverStaff }: Deps,
  { say, ask, clear }: RecoverTalk,
  user: string,
): Promise<string | undefined> => {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const shares: string[] = []
    for (const which of ['第一位', '第二位']) {
      shares.push(await ask(`请${which}保管人输入自己那一份恢复密钥`))
      clear()
    }
    try {
      return (await recoverStaff.recover(user, shares)).password
    } catch (error) {
      sayRefusal(say, error)
    }
  }
  say('三次都没有对上，没有改动任何内容。请核对纸面后重新运行。')
  return undefined
}

const tell = (say: Say, user: string, password: string): number => {
  say(`${user} 的一次性密码：${password}（7 天内有效）`)
  say('请当面交给本人。用它登录后，要设新的密码、重新绑定手机验证器、抄下新的恢复码。')
  say('本人原来的登录、密码、验证器和恢复码都已失效；以前能打开的案件仍能打开。')
  return 0
}

/** `npm run cli -- recover 用户名`. The shares are typed at a terminal; a file is for drills. */
export const recoverCommand = {
  name: 'recover',
  usage: 'recover 用户名 [--shares 文件]（忘记密码时，用两份恢复密钥恢复；--shares 只用于演练）',
  /** @returns the exit code: 0, 1 when the shares did not open it, or 2 where it must not run */
  run: async (deps: Deps, args: readonly string[], say: Say): Promise<number> => {
    const { user, file } = readWords(args)
    if (user === undefined) {
      say(`用法：${recoverCommand.usage}`)
      return 2
    }
    const { displayName } = await deps.recoverStaff.find(user)
    if (file !== undefined) {
      const { password } = await deps.recoverStaff.recover(user, await readShares(file))
      return tell(say, user, password)
    }
    const terminal = openTerminal(say)
    try {
      if (!terminal.isTerminal) {
        say('恢复密钥只能在终端里由保管人输入，不能从文件或别的程序接过来。演练请用 --shares。')
        return 2
      }
      say(`恢复 ${displayName}（${user}）的私钥，需要两位保管人到场。`)
      const password = await recoverByTalk(deps, terminal, user)
      return password === undefined ? 1 : tell(say, user, password)
    } finally {
      terminal.close()
    }
  },
} as const
