import {
  recoverCommand,
  setupCommand,
  staffAddCommand,
  staffDisableCommand,
  staffEmailCommand,
} from './accounts'
import { auditHeadsCommand, auditPurgeCommand, auditVerifyCommand } from './audit'
import { explainCommand } from './deadlines'
import { demoCode } from './demonstration'
import { verifyCommand } from './draws'
import { organisationAddCommand } from './organisations'
import { verifySampleCommand } from './oversight'
import { systemClock } from './platform/clock'
import type { Config } from './platform/config'
import { openDatabase, type Db } from './platform/db/database'
import { institutionsCommand } from './registry'
import { calculateCommand } from './rewards'
import { secretRotateCommand, secretStatusCommand } from './rotation'
import { furnish } from './web/furnishing'
import type { House } from './web/house'
import { openHouse } from './web/opening'

type Say = (line: string) => void

/** A tool of one room for the terminal. Its name is the words that call it. Answers with the exit code. */
type Command = {
  readonly name: string
  readonly usage: string
  readonly run: (
    house: House,
    args: readonly string[],
    say: Say,
    /** The database as its owner, where this terminal may be that. */
    openOwner: (() => Db) | undefined,
  ) => Promise<number>
}

const commands: readonly Command[] = [
  setupCommand,
  organisationAddCommand,
  staffAddCommand,
  staffDisableCommand,
  staffEmailCommand,
  recoverCommand,
  institutionsCommand,
  auditVerifyCommand,
  auditHeadsCommand,
  auditPurgeCommand,
  secretRotateCommand,
  secretStatusCommand,
]

/** Needs the data directory only, so it answers at once. */
const demoOtp = {
  name: 'demo otp',
  usage: 'demo otp 用户名（演示账号现在的动态口令）',
  run: ({ dataDir }: Config, [user = '']: readonly string[], say: Say): number => {
    say(demoCode({ dataDir, user, clock: systemClock }))
    return 0
  },
}

const say: Say = line => {
  process.stdout.write(`${line}\n`)
}

const explain = (): number => {
  say('用法：npm run cli -- 命令')
  for (const { usage } of [
    ...commands,
    demoOtp,
    explainCommand,
    verifyCommand,
    verifySampleCommand,
    calculateCommand,
  ])
    say(`  ${usage}`)
  return 2
}

const isCalled =
  (words: string) =>
  ({ name }: { readonly name: string }): boolean =>
    words === name || words.startsWith(`${name} `)

const argsAfter = (name: string, words: readonly string[]) => words.slice(name.split(' ').length)

/** The tools that stand on a house; and what there is, for words that call none. */
export const runTool = async (config: Config, words: readonly string[]): Promise<number> => {
  const called = isCalled(words.join(' '))
  if (called(demoOtp)) return demoOtp.run(config, argsAfter(demoOtp.name, words), say)
  const command = commands.find(called)
  if (command === undefined) return explain()
  const { house, ownerUrl, close } = await openHouse(config, { service: false })
  const openOwner = ownerUrl === undefined ? undefined : () => openDatabase(ownerUrl)
  try {
    await furnish(house)
    return await command.run(house, argsAfter(command.name, words), say, openOwner)
  } finally {
    await close()
  }
}
