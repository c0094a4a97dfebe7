import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { closeServer, listen } from '../../src/platform/http/listening'

let server: Server

afterEach(() => closeServer(server))

const open = async (connections?: number): Promise<number> => {
  server = await listen((_req, res) => res.end('ok'), 0, '127.0.0.1', connections)
  return (server.address() as AddressInfo).port
}

const openLines = promisify((done: (error: Error | null, count: number) => void) => {
  server.getConnections(done)
})

const line = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

const answerOn = async (socket: Socket): Promise<string> => {
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  return bytes.toString().split('\r\n')[0] ?? ''
}

const hungUp = (socket: Socket): Promise<unknown> =>
  socket.closed ? Promise.resolve() : once(socket, 'close')

it('takes as many lines as it may, hangs up on the next, and takes a new one when one has gone', async () => {
  const port = await open(3)
  const lines = [await line(port), await line(port), await line(port)]

  await hungUp(await line(port))
  for (const socket of lines) expect(await answerOn(socket)).toBe('HTTP/1.1 200 OK')

  const gone = once(server, 'drop')
  await hungUp(await line(port))
  await gone
  lines[0]?.destroy()
  while ((await openLines()) === 3) await new Promise(resolve => setTimeout(resolve, 20))
  expect(await answerOn(await line(port))).toBe('HTTP/1.1 200 OK')
  for (const socket of lines) socket.destroy()
})

it('has fewer lines than a process may usually have files, and patience for long uploads', async () => {
  await open()

  expect(server.maxConnections).toBe(400)
  expect(server.requestTimeout).toBe(6 * 3_600_000)
  expect(server.timeout).toBe(120_000)
})
