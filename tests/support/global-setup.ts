import { openTestServer } from './server'

declare global {
  var closeTestServer: (() => Promise<void>) | undefined
}

export default async () => {
  globalThis.closeTestServer = await openTestServer()
}
