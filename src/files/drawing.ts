import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export type Bounds = { readonly milliseconds: number; readonly memoryBytes: number }

/** Twice what the largest admitted picture takes; a decoder that wants more is decoding a weapon. */
export const usualBounds: Bounds = { milliseconds: 20_000, memoryBytes: 1_000_000_000 }

const mostOutput = 64 * 1024 * 1024
const lookEveryMilliseconds = 100
const pageBytes = 4096

const isSource = path.extname(__filename) === '.ts'

/** Resident memory; 0 where the system does not tell (only Linux has /proc). */
const memoryOf = async (child: ChildProcess): Promise<number> => {
  const words = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '')
  return Number(words.split(' ')[1] ?? 0) * pageBytes
}

const guard = (child: ChildProcess, { milliseconds, memoryBytes }: Bounds): (() => void) => {
  const kill = () => child.kill('SIGKILL')
  const end = setTimeout(kill, milliseconds)
  const look = setInterval(() => {
    void memoryOf(child).then(bytes => bytes > memoryBytes && kill())
  }, lookEveryMilliseconds)
  return () => {
    clearTimeout(end)
    clearInterval(look)
  }
}

const collect = async (child: ChildProcess): Promise<Buffer> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of child.stdout ?? []) {
    size += (part as Buffer).length
    if (size > mostOutput) child.kill('SIGKILL')
    else parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}

const hungUp = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.code))

const pour = async (source: AsyncIterable<Buffer>, child: ChildProcess): Promise<void> => {
  if (child.stdin === null) return
  try {
    await pipeline(Readable.from(source, { objectMode: false }), child.stdin)
  } catch (error) {
    // A decoder that ends early has heard enough; anything else failed on our side of the pipe.
    if (hungUp(error)) return
    child.kill('SIGKILL')
    throw error
  }
}

/**
 * Gives a stranger's file to a process of its own that has no secrets, and ends it when it takes too long
 * or too much. What it wrote, or undefined when it did not come to a good end.
 */
export const drawApart = async (
  program: string,
  words: readonly string[],
  source: AsyncIterable<Buffer>,
  bounds: Bounds = usualBounds,
): Promise<Buffer | undefined> => {
  const file = path.join(__dirname, `${program}${path.extname(__filename)}`)
  // From sources (tests, development) the process has to understand TypeScript as well.
  const loader = isSource ? ['--require', 'tsx/cjs'] : []
  const child = spawn(process.execPath, [...loader, file, ...words], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = new Promise<number | null>(resolve => {
    child.once('error', () => {
      resolve(null)
    })
    child.once('close', resolve)
  })
  const release = guard(child, bounds)
  try {
    const [, output, code] = await Promise.all([pour(source, child), collect(child), ended])
    return code === 0 ? output : undefined
  } finally {
    release()
  }
}
