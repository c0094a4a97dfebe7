import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'

const program = `
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { ZipReader, Uint8ArrayReader, Uint8ArrayWriter } from '@zip.js/zip.js'
const [file, password] = process.argv.slice(1)
const zip = new ZipReader(new Uint8ArrayReader(readFileSync(file)), { password, useWebWorkers: false })
const out = []
for (const entry of await zip.getEntries()) {
  const bytes = await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })
  out.push({
    name: entry.filename, size: bytes.length, encrypted: entry.encrypted, strength: entry.extraFieldAES?.strength ?? 0,
    sha256: createHash('sha256').update(bytes).digest('hex'), base64: Buffer.from(bytes).toString('base64'),
  })
}
process.stdout.write(JSON.stringify(out))
`

const Entries = z.array(
  z.object({
    ...{ name: z.string(), size: z.number(), encrypted: z.boolean(), strength: z.number() },
    ...{ sha256: z.string(), base64: z.string() },
  }),
)

/** An archive, opened in a process of its own that has the file and the password and nothing else. */
export const readApart = (archive: string, password: string) => {
  const args = ['--input-type=module', '-e', program, archive, password]
  const cwd = path.resolve(__dirname, '../..')
  const { stdout, status } = spawnSync(process.execPath, args, {
    ...{ cwd, encoding: 'utf8', maxBuffer: 200_000_000 },
  })
  if (status !== 0) throw new Error('not opened')
  return Entries.parse(JSON.parse(stdout))
}

export const readBytes = (bytes: Buffer, password: string) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'transfer-'))
  try {
    writeFileSync(path.join(folder, 'a.zip'), bytes)
    return readApart(path.join(folder, 'a.zip'), password)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
