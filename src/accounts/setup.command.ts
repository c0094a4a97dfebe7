import type { Config } from '../platform/config'
import { setUp, type SetupDeps } from './setup.service'
import { openTerminal } from './terminal'

type Deps = SetupDeps & { readonly config: Pick<Config, 'demonstration'> }
type Say = (line: string) => void

/** `npm run cli -- setup`. The recovery key is shown here and nowhere else, so it asks for a terminal. */
export const setupCommand = {
  name: 'setup',
  usage: 'setup（第一次使用：登记单位，生成恢复密钥，添加最初的人员）',
  /** @returns the exit code: 0, or 2 where it must not run */
  run: async (deps: Deps, args: readonly string[], say: Say): Promise<number> => {
    if (deps.config.demonstration) {
      say('演示环境启动时已经自动设置好，不用运行这条命令。')
      return 2
    }
    const terminal = openTerminal(say)
    try {
      if (!terminal.isTerminal && !args.includes('--i-know')) {
        say('这条命令会显示恢复密钥，只能在终端里运行，不能把输入输出接到文件或别的程序。')
        return 2
      }
      await setUp(deps, terminal)
      return 0
    } finally {
      terminal.close()
    }
  },
} as const
