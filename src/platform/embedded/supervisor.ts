import { setTimeout as pause } from 'node:timers/promises'
import { openEmbedded, type Embedded, type Options } from './cluster'
import { isAlive } from './postmaster'

export type Say = (sentence: string) => void

const WATCH_MS = 500
const PATIENCE_MS = 3_000

/**
 * Starts the database again, on the same port, whenever it ends without being asked to: killed by the machine
 * for its memory, or by a hand. What was committed is in its log and comes back with it; until then the pages
 * say that the database is gone.
 */
export const keepRunning = (folder: string, first: Embedded, say: Say): Pick<Embedded, 'stop'> => {
  let current = first
  const ended = new AbortController()
  const options: Options = { port: first.port }

  const isOver = () => ended.signal.aborted
  const wait = (ms: number) =>
    pause(ms, undefined, { ref: false, signal: ended.signal }).catch(() => undefined)

  const revive = async (): Promise<void> => {
    say('内置数据库意外停止，正在重新启动。已经收下的内容都在，期间页面会请人稍后再来。')
    for (let tries = 1; !isOver(); tries += 1) {
      try {
        current = await openEmbedded(folder, options)
        say('内置数据库已经恢复。')
        return
      } catch {
        // Its own log says why; a full disk may be cleared, a port may be given back.
        if (tries === 1)
          say(`内置数据库起不来，会一直重试。原因见 ${folder}/postgres.log；请先看磁盘是否满了。`)
        await wait(PATIENCE_MS)
      }
    }
  }

  const watch = async (): Promise<void> => {
    while (!isOver()) {
      await wait(WATCH_MS)
      if (!isOver() && !isAlive(current.pid)) await revive()
    }
  }
  const watching = watch()

  return {
    stop: async () => {
      ended.abort()
      await watching
      await current.stop()
    },
  }
}
