import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import express from 'express'
import { hurryForms, readForms } from '../../src/platform/http/body'

const open = async (): Promise<{ port: number; close: () => void }> => {
  const app = express()
  app.use(hurryForms(200), readForms)
  app.post('/', (_req, res) => {
    res.send('read')
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

it.each([
  ['a form', 'application/x-www-form-urlencoded', true],
  ['no kind at all', 'x/y', false],
])('%s that trickles in is cut', async (_name, type, isForm) => {
  const { port, close } = await open()
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  const said: Buffer[] = []
  socket.on('data', (part: Buffer) => said.push(part))
  socket.write(
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 99\r\n\r\na=`,
  )
  const began = performance.now()
  await once(socket, 'close')
  expect(performance.now() - began).toBeLessThan(60_000)
  expect(Buffer.concat(said).toString().includes('read')).toBe(!isForm)
  close()
})
