import { explainCommand } from './deadlines/explain.command'
import { verifyCommand } from './draws/verify.command'
import { verifySampleCommand } from './oversight/verify-sample.command'
import { readConfig } from './platform/config'
import { calculateCommand } from './rewards/calculate.command'
import { endWith } from './web/sentences'

const write =
  (stream: NodeJS.WriteStream) =>
  (line: string): void => {
    stream.write(`${line}\n`)
  }

const [room, deed, ...args] = process.argv.slice(2)

const main = async (): Promise<number> => {
  // By what is shipped or given alone: they answer before anything is built, set or started.
  const called = `${room ?? ''} ${deed ?? ''}`
  const command = [explainCommand, verifyCommand, verifySampleCommand, calculateCommand].find(
    ({ name }) => name === called,
  )
  if (command !== undefined) return command.run(args, write(process.stdout), write(process.stderr))
  const config = readConfig(process.env)
  delete process.env['DATABASE_OWNER_URL']
  const { runTool } = await import('./cli-house.js')
  return runTool(config, process.argv.slice(2))
}

endWith(main())
