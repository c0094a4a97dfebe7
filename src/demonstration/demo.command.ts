import { dayInWords } from '../platform/clock'
import { dutyNames, type Duty } from '../vocabulary/duty'
import { readDemoAccounts } from './demo-files'
import type { Rooms } from './stage'
import type { StageClock } from './stage-clock'
import { CLAIM_WORD, tellYear } from './year.service'

const USUAL = 500

type Asked = { readonly cases: number; readonly start: boolean }

type House = Rooms & {
  readonly config: { readonly demonstration: boolean; readonly dataDir: string }
}

type Terminal = {
  /** For people who read on: the accounts and the codes. */
  readonly say: (line: string) => void
  readonly onCase: (told: number, wanted: number) => void
}

const usage = '用法：npm run demo -- [--cases 件数] [--no-start]'

const readCases = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined

/** undefined when a word was not understood. */
const readWords = (words: readonly string[]): Asked | undefined => {
  let asked: Asked = { cases: USUAL, start: true }
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [name, value] = word.split('=', 2)
    if (name === '--no-start') asked = { ...asked, start: false }
    else if (name === '--cases') {
      const cases = readCases(value ?? left.shift())
      if (cases === undefined) return undefined
      asked = { ...asked, cases }
    } else return undefined
  }
  return asked
}

const shownDuties: readonly string[] = ['intake', 'principal', 'handler'] satisfies Duty[]

const sayAccounts = (dataDir: string, say: Terminal['say']): void => {
  const accounts = readDemoAccounts(dataDir) ?? []
  const own = accounts.filter(
    ({ duty, organisation }) =>
      shownDuties.includes(duty) && organisation === accounts[0]?.organisation,
  )
  say('登录工作端的账号（用户名  密码）：')
  for (const { user, password, duty } of own)
    say(`  ${user.padEnd(12)}${password}  ${dutyNames[duty as Duty]}`)
}

/** What `npm run demo` does besides opening the house and starting the service. */
export const demoCommand = {
  usage,
  read: readWords,
  run: async (
    house: House,
    { cases }: Asked,
    clock: StageClock,
    { say, onCase }: Terminal,
  ): Promise<void> => {
    const { dataDir } = house.config
    const told = await tellYear(house, { cases, dataDir, clock, onCase })
    const period = `${dayInWords(told.from)}到 ${dayInWords(told.until)}`
    say(`演示数据：${told.cases} 件举报，${period}。这次新增 ${told.added} 件。`)
    if (told.codes.length > 0) say('群众端查进度可以用的查询码：')
    for (const { code, words } of told.codes) say(`  ${code}  ${words}`)
    say(`选了领奖的，领奖口令都是：${CLAIM_WORD}`)
    sayAccounts(dataDir, say)
  },
} as const
