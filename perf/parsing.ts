import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import multer, { type StorageEngine } from 'multer'

/**
 * A bare server of the same parser, whatever it reads thrown away: how fast files could come at most. It
 * prints its port, and answers each form with the processor time it has used so far, in milliseconds.
 */
const nowhere: StorageEngine = {
  _handleFile: (_req, file, done) => {
    file.stream.resume()
    file.stream.once('end', () => {
      done(null, {})
    })
  },
  _removeFile: (_req, _file, done) => {
    done(null)
  },
}

const parse = multer({ storage: nowhere, defParamCharset: 'utf8' }).any()

const server = createServer((req, res) => {
  void parse(req as never, res as never, error => {
    const { user, system } = process.cpuUsage()
    res.statusCode = error === undefined ? 200 : 500
    res.end(String((user + system) / 1000))
  })
}).listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
process.stdin.resume().once('end', () => process.exit())
