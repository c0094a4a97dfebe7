import type { Config } from '../platform/config'
import type { Db } from '../platform/db/database'
import type { Dependence } from './rotation'
import type { Secrets } from './secret.service'
import { dependenceWords } from './words'

type Deps = {
  readonly config: Pick<Config, 'appSecret' | 'dataDir'>
  readonly db: Db
  readonly secrets: Secrets
}
type Say = (line: string) => void

/** `npm run cli -- secret rotate`. The secret itself is never shown. */
export const secretRotateCommand = {
  name: 'secret rotate',
  usage: 'secret rotate（更换安装密钥：加一个新版本，旧的留着；重新启动服务以后生效）',
  run: async ({ config, secrets }: Deps, _args: readonly string[], say: Say): Promise<number> => {
    const { appSecret, dataDir } = config
    const { version, file, inUse } = await secrets.rotate({ appSecret, dataDir })
    if (inUse) say(`安装密钥第 ${version} 版已经写进 ${file}，旧版还在里面，不能删。`)
    else
      say(
        `APP_SECRET 来自环境变量，程序改不了它。新旧各版的全文已经写进 ${file}，请把它设为 APP_SECRET，然后删掉这个文件。`,
      )
    say('请马上备份，并在每个节点上换好以后重新启动服务。没换的节点认不出新版签过的东西。')
    say('换好以后运行 npm run cli -- secret status，看还有什么依靠旧版。')
    return 0
  },
} as const

const inWords = (one: Dependence): string => `  ${one.name}：${dependenceWords(one)}`

/** `npm run cli -- secret status`. */
export const secretStatusCommand = {
  name: 'secret status',
  usage: 'secret status（安装密钥有几个版本，还有什么依靠旧版）',
  run: async ({ db, secrets }: Deps, _args: readonly string[], say: Say): Promise<number> => {
    say(`现在用安装密钥第 ${secrets.version} 版，一共保留 ${secrets.held} 个版本。`)
    const listed = await db.inTransaction(secrets.dependences)
    if (listed.length === 0) return 0
    say('还依靠旧版的：')
    for (const one of listed) say(inWords(one))
    say('  操作记录的链和导出的链尾：一直要用旧版核对，所以旧版不能删。')
    return 0
  },
} as const
