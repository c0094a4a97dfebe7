import { clocks } from './clocks'
import { importing } from './import'
import { ledger } from './ledger'
import { payout } from './payout'
import { queue } from './queue'
import { search } from './search'
import { statistics } from './statistics'
import { submit } from './submit'
import { uploading } from './upload'

const benches = {
  clocks,
  import: importing,
  ledger,
  payout,
  queue,
  search,
  statistics,
  submit,
  upload: uploading,
} as const

const main = async ([name = '', ...options]: readonly string[]): Promise<number> => {
  if (!Object.hasOwn(benches, name)) {
    process.stderr.write(`npm run bench -- ${Object.keys(benches).join('|')} [--quick]\n`)
    return 2
  }
  const figures = await benches[name as keyof typeof benches]({
    quick: options.includes('--quick'),
  })
  process.stdout.write(`${JSON.stringify(figures)}\n`)
  return 0
}

void main(process.argv.slice(2)).then(code => {
  process.exitCode = code
})
