import { createStageClock, demoCommand, seedDemonstration } from './demonstration'
import { systemClock } from './platform/clock'
import { readConfig } from './platform/config'
import { refused } from './platform/errors'
import { furnish } from './web/furnishing'
import { openHouse } from './web/opening'
import { endWith } from './web/sentences'

// Tells a bureau's year in a demonstration, then becomes its service. Beside a service that runs already it
// only tells: that service shows the cases as they come.

const say = (line: string) => process.stdout.write(`${line}\n`)

/** On a terminal one line that moves; in a file one line for every fifty. */
const showProgress = (told: number, wanted: number): void => {
  const { stderr } = process
  if (stderr.isTTY)
    stderr.write(`\r正在准备演示数据：${told} / ${wanted} 件${told === wanted ? '\n' : ''}`)
  else if (told % 50 === 0 || told === wanted)
    stderr.write(`正在准备演示数据：${told} / ${wanted} 件\n`)
}

/** A real installation is refused before its settings are: whoever lacks one of them must not add it for this. */
const refuseReal = (env: NodeJS.ProcessEnv): void => {
  const given = (name: string) => (env[name] ?? '').trim()
  if (given('DATABASE_URL') !== '' || given('NODE_ENV') === 'production')
    throw refused('demonstration.not-here')
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
const ENDED_BY_HAND = 130

/** Ctrl-C while the year is told: the database ends as well, and the next call goes on. */
const watchSignals = (close: () => Promise<void>) => {
  let ending: Promise<void> | undefined
  const end = () => {
    ending ??= close().then(() => {
      process.stderr.write('\n停下了。再运行一次，会从这里接着准备。\n')
      process.exit(ENDED_BY_HAND)
    })
  }
  for (const signal of SIGNALS) process.on(signal, end)
  return {
    /** Never answers when this process is ending: what fails meanwhile is no news. */
    unlessEnding: () => ending,
    leave: () => {
      for (const signal of SIGNALS) process.off(signal, end)
    },
  }
}

const main = async (words: readonly string[]): Promise<number> => {
  const asked = demoCommand.read(words)
  if (asked === undefined) {
    say(demoCommand.usage)
    return 2
  }
  refuseReal(process.env)
  const clock = createStageClock(systemClock)
  const config = readConfig(process.env)
  const { house, kept, close } = await openHouse(config, { service: false, clock: clock.now })
  const signals = watchSignals(close)
  try {
    await furnish(house)
    await seedDemonstration(house, config.dataDir)
    await demoCommand.run(house, asked, clock, { say, onCase: showProgress })
  } finally {
    await (signals.unlessEnding() ?? close())
    signals.leave()
  }
  if (kept) say(`服务已经在运行：${config.publicUrl} 和 ${config.staffUrl}/staff`)
  else if (asked.start) await import('./server.js')
  return 0
}

endWith(main(process.argv.slice(2)))
