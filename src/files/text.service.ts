import type { OpenFile } from './file'
import { findEncoding, headBytes } from './sniff.service'

/** A page is for reading; what is longer is downloaded with a reason. */
const mostBytes = 512 * 1024

export type ReadText = { readonly text: string; readonly cut: boolean }

/** The beginning of a text file as characters; what does not decode shows as �. */
export const readText = async (file: OpenFile): Promise<ReadText> => {
  const parts: Buffer[] = []
  const end = Math.min(file.size, mostBytes) - 1
  for await (const part of file.read(0, end)) parts.push(part)
  const bytes = Buffer.concat(parts)
  const encoding = findEncoding(bytes.subarray(0, headBytes)) ?? 'utf-8'
  const cut = file.size > mostBytes
  return { text: new TextDecoder(encoding).decode(bytes, { stream: cut }), cut }
}
