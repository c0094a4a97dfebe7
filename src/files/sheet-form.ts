import type { Request } from 'express'
import { tooLarge } from '../platform/errors'
import { checkCsrfToken } from '../platform/http/csrf'
import { readFileName } from './file-name.rules'
import { readUploadForm } from './upload-form.service'

type Came = {
  readonly fields: Readonly<Record<string, string>>
  readonly file: { readonly name: string; readonly bytes: Buffer } | undefined
}

/** One file in memory, and no more of it than may be read: it never lies anywhere in clear. */
export const readSheetForm = async (req: Request, most: number): Promise<Came> => {
  let file: Came['file']
  const fields = await readUploadForm(req, {
    limits: { fileBytes: most, files: 1 },
    checkCsrf: token => checkCsrfToken(req, token),
    values: { each: `${Math.floor(most / 1024 / 1024)} MB`, files: 1 },
    onFile: async ({ stream, name }) => {
      const pieces: Buffer[] = []
      let size = 0
      for await (const piece of stream as AsyncIterable<Buffer>) {
        size += piece.length
        if (size > most) throw tooLarge('sheet.size')
        pieces.push(piece)
      }
      if (name !== '' && file === undefined)
        file = { name: readFileName(name), bytes: Buffer.concat(pieces) }
    },
  })
  return { fields, file }
}
