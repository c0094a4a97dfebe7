import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import nodemailer from 'nodemailer'
import type { Config } from '../platform/config'
import { codeOf } from '../platform/errors'
import type { Delivery, Letter, Post } from './notice'

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

const numberIn = (error: unknown, name: string): number => {
  const value = (error as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'number' ? value : 0
}

/** Only the address's own «no such person» is for good: a wrong password or sender is mended by the administrator. */
const toDelivery = (error: unknown): Delivery => {
  const status = numberIn(error, 'responseCode')
  const atRecipient = (error as { command?: unknown }).command === 'RCPT TO'
  const why = [codeOf(error) ?? 'unknown', status === 0 ? '' : String(status)].join(' ').trim()
  return { result: atRecipient && status >= 500 ? 'refused' : 'failed', why }
}

const toMessage = (from: string, { id, to, subject, text, date }: Letter) => ({
  from,
  to,
  subject,
  text,
  date,
  messageId: `<${id}@${from.split('@')[1] ?? 'localhost'}>`,
  textEncoding: 'base64' as const,
  xMailer: false as const,
  headers: { 'Auto-Submitted': 'auto-generated' },
})

type SmtpOptions = {
  readonly url: string
  readonly from: string
  /** Unless the server is this machine. Nothing in the address can turn it off. */
  readonly requireTls?: boolean
}

const SECONDS = 1000

/** Hands letters to a mail server: TLS from the start (smtps), or STARTTLS and nothing without it (smtp). */
export const createSmtpPost = ({ url, from, requireTls }: SmtpOptions): Post => {
  const server = new URL(url)
  const secure = server.protocol === 'smtps:'
  const host = server.hostname.replace(/^\[(.*)\]$/, '$1')
  const user = decodeURIComponent(server.username)
  const transport = nodemailer.createTransport({
    host,
    port: server.port === '' ? (secure ? 465 : 587) : Number(server.port),
    secure,
    requireTLS: requireTls ?? !isLoopback(host),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(server.password) } }),
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: 10 * SECONDS,
    greetingTimeout: 10 * SECONDS,
    socketTimeout: 30 * SECONDS,
  })
  return letter =>
    transport.sendMail(toMessage(from, letter)).then(() => ({ result: 'taken' }), toDelivery)
}

/** For the demonstration: each letter as a file that mail programs open. */
const createFilePost = (folder: string): Post => {
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true })
  const write = async (letter: Letter): Promise<void> => {
    const { message } = await writer.sendMail(toMessage('mingshao@example.test', letter))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const name = path.join(folder, `${letter.id}.eml`)
    await writeFile(`${name}.part`, message as Buffer, { mode: 0o600 })
    await rename(`${name}.part`, name)
  }
  return letter => write(letter).then(() => ({ result: 'taken' }), toDelivery)
}

export const choosePost = ({
  demonstration,
  dataDir,
  smtpUrl: url,
  mailFrom: from,
}: Config): Post | undefined => {
  if (demonstration) return createFilePost(path.join(dataDir, 'mail'))
  return url === undefined || from === undefined ? undefined : createSmtpPost({ url, from })
}
