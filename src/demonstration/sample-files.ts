import { readFileSync } from 'node:fs'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { projectRoot } from '../platform/root'
import type { SampleName } from './sample-names.rules'

type Sample = { readonly name: string; readonly type: string; readonly content: Buffer }

const files: Readonly<Record<SampleName, { readonly file: string; readonly type: string }>> = {
  '费用清单.jpg': { file: 'list.jpg', type: 'image/jpeg' },
  '收费票据.jpg': { file: 'bill.jpg', type: 'image/jpeg' },
  '货架照片.jpg': { file: 'shelf.jpg', type: 'image/jpeg' },
  '手机截屏.png': { file: 'screen.png', type: 'image/png' },
  '药盒追溯码.jpg': { file: 'box.jpg', type: 'image/jpeg' },
  '出院记录.pdf': { file: 'discharge.pdf', type: 'application/pdf' },
  '经过说明.txt': { file: '', type: 'text/plain' },
}

const kept = new Map<string, Buffer>()
const read = (file: string): Buffer => {
  const known = kept.get(file)
  if (known !== undefined) return known
  const content = readFileSync(path.join(projectRoot, 'assets/demonstration', file))
  kept.set(file, content)
  return content
}

const pngComment = (mark: string): Buffer => {
  const body = Buffer.from(`tEXtComment\0${mark}`, 'latin1')
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

const jpegComment = (mark: string): Buffer => {
  const segment = Buffer.alloc(4)
  segment.writeUInt16BE(0xfffe, 0)
  segment.writeUInt16BE(mark.length + 2, 2)
  return Buffer.concat([segment, Buffer.from(mark, 'latin1')])
}

const inserted = (content: Buffer, at: number, more: Buffer): Buffer =>
  Buffer.concat([content.subarray(0, at), more, content.subarray(at)])

/** Two people's files are never the same to the byte: a comment inside tells them apart. */
const marked = (type: string, content: Buffer, mark: string): Buffer => {
  if (type === 'image/jpeg') return inserted(content, 2, jpegComment(mark))
  // After the signature and the header, whose length is fixed.
  if (type === 'image/png') return inserted(content, 8 + 25, pngComment(mark))
  return Buffer.concat([content, Buffer.from(`%${mark}\n`, 'latin1')])
}

/** One file of evidence, whole and of its kind. `mark` is Latin letters and digits. */
export const makeSample = (name: SampleName, mark: string, text: string): Sample => {
  const { file, type } = files[name]
  const content =
    file === '' ? Buffer.from(`经过说明\n\n${text}\n`, 'utf8') : marked(type, read(file), mark)
  return { name, type, content }
}

const BOUNDARY = 'demonstration-files'

/** The files as a browser would send them: evidence is taken in by the one door that it has. */
export const asUpload = (samples: readonly Sample[]): IncomingMessage => {
  const parts = samples.map(({ name, type, content }) =>
    Buffer.concat([
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
      ),
      content,
      Buffer.from('\r\n'),
    ]),
  )
  const body = Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)])
  const request = new IncomingMessage(new Socket())
  request.headers = {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'content-length': body.length.toString(),
  }
  request.push(body)
  request.push(null)
  request.complete = true
  return request
}
