import { parseArgs } from 'node:util'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Actor } from '../vocabulary/actor'
import { duties, dutyNames, type Duty } from '../vocabulary/duty'
import type { StaffId } from '../vocabulary/ids'
import type { Accounts } from './accounts.service'
import type { DutyChanges } from './duties.service'
import type { People } from './people.service'

type Say = (line: string) => void
type Deps = {
  readonly db: Db
  readonly accounts: Accounts
  readonly organisations: Pick<Organisations, 'list'>
  readonly people: Pick<People, 'holdActiveWith'>
  readonly dutyChanges: Pick<DutyChanges, 'propose'>
}

type Added = Omit<Parameters<Accounts['invite']>[2], 'duties'>

/**
 * Once a security administrator works here, duties take two people for whoever sits at the server too: they are
 * proposed only. @returns the one-time password, and whether the duties wait
 */
const add = (
  { db, accounts, people, dutyChanges }: Deps,
  person: Added,
  held: readonly Duty[],
): Promise<{ readonly password: string; readonly waits: boolean }> =>
  db.inTransaction(async tx => {
    const waits = (await people.holdActiveWith(tx, 'security-admin')).length > 0
    const duties = waits ? [] : held
    const { id, password } = await accounts.invite(tx, system, { ...person, duties })
    if (waits) await dutyChanges.propose(tx, system, { staffId: id, duties: held })
    return { password, waits }
  })

const system = { side: 'system' } as const

const readOptions = (args: readonly string[]): Readonly<Record<string, string>> => {
  const text = { type: 'string', default: '' } as const
  const options = { user: text, name: text, duty: text, organisation: text }
  try {
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch {
    return {}
  }
}

const isDuty = (word: string): word is Duty => duties.some(duty => duty === word)

/** `npm run cli -- staff add …` prints a one-time password; the person makes their keys at first sign-in. */
export const staffAddCommand = {
  name: 'staff add',
  usage: 'staff add --user 用户名 --name 姓名 --duty 职责,职责 --organisation 单位代码',
  run: async (deps: Deps, args: readonly string[], say: Say) => {
    const { db, organisations } = deps
    const options = readOptions(args)
    const words = (options['duty'] ?? '').split(',').filter(word => word !== '')
    const held = words.filter(isDuty)
    const found = await db.inTransaction(organisations.list)
    const body = found.find(({ code }) => code === options['organisation'])
    if (body === undefined || held.length === 0 || held.length < words.length) {
      say(`用法：${staffAddCommand.usage}`)
      say(`职责：${duties.map(duty => `${duty}（${dutyNames[duty]}）`).join('、')}`)
      say(`单位：${found.map(({ code, name }) => `${code}（${name}）`).join('、')}`)
      return 2
    }
    const username = options['user'] ?? ''
    const person = { organisationId: body.id, username, displayName: options['name'] ?? '' }
    const { password, waits } = await add(deps, person, held)
    say(`一次性密码：${password}（7 天内有效，第一次登录时要换成自己的）`)
    if (waits) say('职责已经提出，要由安全管理员在“待生效的变更”里生效。')
    return 0
  },
} as const

type LeavingDeps = Pick<Deps, 'db' | 'accounts'> & {
  /** Some floors above: takes every key away, and the desks make new ones. */
  readonly leaving: { readonly leave: (tx: Tx, actor: Actor, id: StaffId) => Promise<void> }
}

/** `npm run cli -- staff disable --user …` */
export const staffDisableCommand = {
  name: 'staff disable',
  usage: 'staff disable --user 用户名（立即停用，收回岗位密钥，岗位换新密钥）',
  run: async ({ db, accounts, leaving }: LeavingDeps, args: readonly string[], say: Say) => {
    const { user = '' } = readOptions(args)
    const done = await db.inTransaction(async tx => {
      const staff = await accounts.findByName(tx, user)
      if (staff === undefined) return false
      await leaving.leave(tx, system, staff.id)
      return true
    })
    say(done ? `${user} 已停用。` : `没有这个用户名。用法：${staffDisableCommand.usage}`)
    return done ? 0 : 2
  },
} as const

/** `npm run cli -- staff email 用户名 地址` */
export const staffEmailCommand = {
  name: 'staff email',
  usage: 'staff email 用户名 邮箱地址（有新的情况时提醒；写 - 是删掉）',
  run: async (
    { db, accounts }: Pick<Deps, 'db' | 'accounts'>,
    args: readonly string[],
    say: Say,
  ) => {
    const [user = '', address = ''] = args
    const done = await db.inTransaction(async tx => {
      const staff = await accounts.findByName(tx, user)
      if (staff === undefined || address === '') return false
      await accounts.setEmail(tx, system, staff.id, address === '-' ? undefined : address)
      return true
    })
    say(done ? `${user} 的邮箱已更新。` : `没有这个用户名。用法：${staffEmailCommand.usage}`)
    return done ? 0 : 2
  },
} as const
