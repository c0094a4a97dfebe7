import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'

const SIX_HOURS = 6 * 3_600_000
const IDLE_MS = 120_000
const PATIENCE_MS = 10_000
/** Below the usual 1024 files a process may have open, with room for the database and the blobs. */
const MOST_CONNECTIONS = 400

/** An entrance with its bounds: how long a request may take, how long a line may be silent, how many lines. */
export const listen = async (
  app: RequestListener,
  port: number,
  host: string,
  connections = MOST_CONNECTIONS,
): Promise<Server> => {
  const server = createServer(app).listen(port, host)
  // Two gigabytes over a village line take hours; a line that says nothing for two minutes is dead.
  server.requestTimeout = SIX_HOURS
  server.headersTimeout = 30_000
  server.setTimeout(IDLE_MS)
  server.maxConnections = connections
  await once(server, 'listening')
  return server
}

/** Whoever is being answered is answered; after ten seconds nobody is waited for. */
export const closeServer = async (server: Server): Promise<void> => {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const cut = setTimeout(() => {
    server.closeAllConnections()
  }, PATIENCE_MS)
  await closed
  clearTimeout(cut)
}
