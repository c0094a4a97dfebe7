import { execFileSync } from 'node:child_process'
import { openTestServer } from './server'

declare global {
  var closeTestServer: (() => Promise<void>) | undefined
}

export default async () => {
  execFileSync(process.execPath, ['assets/build.mjs', '--if-needed', '--styles'])
  globalThis.closeTestServer = await openTestServer()
}
