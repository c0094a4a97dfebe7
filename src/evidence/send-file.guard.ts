import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { attachmentHeader, type OpenFile, readRange } from '../files'
import { sandboxed } from '../platform/http/headers'

const gone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

const pour = async (res: Response, file: OpenFile, start: number, end: number): Promise<void> => {
  try {
    await pipeline(Readable.from(file.read(start, end), { objectMode: false }), res)
  } catch (error) {
    // A player that seeks hangs up on what it asked for before.
    if (!gone(error)) throw error
  }
}

/** Bytes from outside: never sniffed, never run, never kept by the browser. */
const prepare = (res: Response, file: OpenFile): void => {
  sandboxed(res)
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.setHeader('Content-Type', file.type)
}

/** For a player or an <img> of our own page, with byte ranges. */
export const sendInline = async (req: Request, res: Response, file: OpenFile): Promise<void> => {
  const range = readRange(req.get('range'), file.size)
  prepare(res, file)
  res.setHeader('Content-Disposition', 'inline')
  res.setHeader('Accept-Ranges', 'bytes')
  if (range.kind === 'outside') {
    res.status(416).setHeader('Content-Range', `bytes */${file.size}`)
    res.end()
    return
  }
  const part = range.kind === 'part' ? range : { start: 0, end: file.size - 1 }
  if (range.kind === 'part') {
    res.status(206).setHeader('Content-Range', `bytes ${part.start}-${part.end}/${file.size}`)
  }
  res.setHeader('Content-Length', part.end - part.start + 1)
  await pour(res, file, part.start, part.end)
}

/** For the officer's disk: saved, never opened by the browser. */
export const sendAttachment = async (
  res: Response,
  file: OpenFile,
  name: string,
): Promise<void> => {
  prepare(res, { ...file, type: 'application/octet-stream' })
  res.setHeader('Content-Disposition', attachmentHeader(name, 'evidence'))
  res.setHeader('Content-Length', file.size)
  await pour(res, file, 0, file.size - 1)
}

export const sendPng = (res: Response, png: Buffer): void => {
  sandboxed(res)
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.setHeader('Content-Disposition', 'inline')
  res.type('png').send(png)
}
