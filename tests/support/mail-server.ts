import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

type Received = { readonly to: string; readonly source: string; readonly secure: boolean }

export type MailServer = {
  readonly url: string
  readonly received: readonly Received[]
  readonly stop: () => Promise<void>
}

type Wish = {
  readonly port?: number
  /** Certificate and key: the server then offers STARTTLS. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** This person is unknown here. */
  readonly unknown?: string
  /** Called with the whole letter, before the answer. */
  readonly hold?: () => Promise<void>
}

class Unknown extends Error {
  readonly responseCode = 550
}

/** A real mail server on this machine, which keeps what it gets. */
export const openMailServer = async ({
  port = 0,
  tls,
  unknown,
  hold,
}: Wish = {}): Promise<MailServer> => {
  const received: Received[] = []
  const server = new SMTPServer({
    ...tls,
    logger: false,
    authOptional: true,
    disabledCommands: tls === undefined ? ['STARTTLS', 'AUTH'] : ['AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      done(address === unknown ? new Unknown(`no such person ${address}`) : null)
    },
    onData: (stream, { envelope, secure }, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const source = Buffer.concat(parts).toString()
        for (const { address } of envelope.rcptTo) received.push({ to: address, source, secure })
        void (hold?.() ?? Promise.resolve()).then(() => {
          done(null)
        })
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const { port: taken } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${taken}`,
    received,
    stop: () =>
      new Promise(resolve => {
        server.close(resolve)
        for (const connection of server.connections) connection.close()
      }),
  }
}
