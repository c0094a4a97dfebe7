import { availableParallelism } from 'node:os'
import path from 'node:path'
import { z } from 'zod'

const bare = (text: unknown) =>
  typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
const text = z.preprocess(bare, z.string().optional())
const number = (name: string, fallback: number, max: number) =>
  z.preprocess(
    bare,
    z.coerce
      .number(`${name} 要写成数字`)
      .int(`${name} 要写成整数`)
      .min(0, `${name} 不能小于 0`)
      .max(max, `${name} 不能大于 ${max}`)
      .default(fallback),
  )
const address = (name: string) =>
  z.preprocess(bare, z.url({ protocol: /^https?$/, error: `${name} 要写成完整网址` }).optional())

/** Every setting there is. `.env.example` explains each; a test keeps the two lists equal. */
export const Settings = z.object({
  NODE_ENV: text,
  DATA_DIR: text,
  HOST: text,
  PUBLIC_PORT: number('PUBLIC_PORT', 3000, 65_535),
  STAFF_PORT: number('STAFF_PORT', 3001, 65_535),
  PUBLIC_URL: address('PUBLIC_URL'),
  STAFF_URL: address('STAFF_URL'),
  TRUSTED_PROXIES: text,
  DATABASE_URL: text,
  DATABASE_OWNER_URL: text,
  APP_SECRET: z.preprocess(bare, z.string().min(32, 'APP_SECRET 至少要 32 个字符').optional()),
  SMTP_URL: z.preprocess(
    bare,
    z.url({ protocol: /^smtps?$/, error: 'SMTP_URL 要写成 smtp://主机:端口' }).optional(),
  ),
  MAIL_FROM: z.preprocess(bare, z.email('MAIL_FROM 要写成邮箱地址').optional()),
  FILE_LIMIT_MB: number('FILE_LIMIT_MB', 2048, 65_536),
  FILES_PER_REPORT: number('FILES_PER_REPORT', 20, 200),
  DISK_RESERVE_MB: number('DISK_RESERVE_MB', 512, 1_048_576),
  PROCESSES: number('PROCESSES', 0, 64),
  THROTTLE_TIMES: number('THROTTLE_TIMES', 1, 1_000_000),
})
type Settings = z.output<typeof Settings>

export type Config = {
  /** No DATABASE_URL and not production: sample accounts, embedded database, this machine only. */
  readonly demonstration: boolean
  readonly production: boolean
  readonly dataDir: string
  readonly host: string
  readonly publicPort: number
  readonly staffPort: number
  readonly publicUrl: string
  readonly staffUrl: string
  /** Addresses or networks whose X-Forwarded-* are believed. Empty: nobody's. */
  readonly trustedProxies: readonly string[]
  /** The application role; never the owner. */
  readonly databaseUrl?: string
  /** For migrations only; the server drops it before it listens. */
  readonly databaseOwnerUrl?: string
  readonly appSecret?: string
  /** Where mail to officers is handed in. Without it there is none; the demonstration writes files. */
  readonly smtpUrl?: string
  readonly mailFrom?: string
  readonly fileLimitBytes: number
  readonly filesPerReport: number
  /** Files are not taken when they would leave less than this free on the disk; 0: to the last byte. */
  readonly diskReserveBytes: number
  /** How many processes answer the doors. */
  readonly processes: number
  /** What the lawbook allows a network is multiplied by this; 0 switches the throttle off. */
  readonly throttleTimes: number
}

/** Thrown with one sentence for each setting that is missing or wrong; the start prints them and ends. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly sentences: readonly string[]

  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.sentences = sentences
  }
}

const needed: readonly (readonly [keyof Settings, string])[] = [
  [
    'DATABASE_URL',
    '缺少 DATABASE_URL：数据库连接，用应用账号，例如 postgres://mingshao_app:密码@主机/mingshao。',
  ],
  [
    'APP_SECRET',
    '缺少 APP_SECRET：安装密钥，至少 32 个随机字符，可用 openssl rand -base64 48 生成，须另行备份。',
  ],
  ['PUBLIC_URL', '缺少 PUBLIC_URL：群众端网址，例如 https://jubao.example.gov.cn。'],
  ['STAFF_URL', '缺少 STAFF_URL：工作端网址，须与群众端用不同的主机名。'],
]

const missing = (settings: Settings, production: boolean): string[] =>
  production
    ? needed.filter(([name]) => settings[name] === undefined).map(([, sentence]) => sentence)
    : []

const hostOf = (url: string | undefined) => (url === undefined ? undefined : new URL(url).hostname)

const wrongAddresses = (settings: Settings, production: boolean): string[] => {
  if (!production) return []
  const sentences = (['PUBLIC_URL', 'STAFF_URL'] as const)
    .filter(name => settings[name]?.startsWith('http:') === true)
    .map(name => `${name} 要以 https:// 开头：登录信息只走加密连接。`)
  const [reporters, staff] = [hostOf(settings.PUBLIC_URL), hostOf(settings.STAFF_URL)]
  if (reporters !== undefined && reporters === staff)
    sentences.push('PUBLIC_URL 和 STAFF_URL 的主机名要不同：两边的登录信息不能混在一起。')
  return sentences
}

const missingForMail = ({ SMTP_URL: server, MAIL_FROM: from }: Settings): string[] =>
  server !== undefined && from === undefined
    ? ['缺少 MAIL_FROM：设了 SMTP_URL，还要写提醒邮件的发件地址，例如 noreply@example.gov.cn。']
    : []

const samePort = ({ PUBLIC_PORT: reporters, STAFF_PORT: staff }: Settings): string[] =>
  reporters === staff && reporters !== 0
    ? [`PUBLIC_PORT 和 STAFF_PORT 不能相同（现在都是 ${reporters}）：两个入口各用一个端口。`]
    : []

const refuseUnlessComplete = (settings: Settings, production: boolean): void => {
  const sentences = [
    ...missing(settings, production),
    ...wrongAddresses(settings, production),
    ...missingForMail(settings),
  ]
  if (sentences.length > 0) throw new SettingsError(sentences)
}

const optional = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, string>>

const LOOPBACK = '127.0.0.1'

/** The demonstration is never reachable from another machine, whatever HOST says. */
const doorsOf = (settings: Settings, demonstration: boolean) => ({
  host: demonstration ? LOOPBACK : (settings.HOST ?? LOOPBACK),
  publicPort: settings.PUBLIC_PORT,
  staffPort: settings.STAFF_PORT,
  publicUrl: settings.PUBLIC_URL ?? `http://${LOOPBACK}:${settings.PUBLIC_PORT}`,
  staffUrl: settings.STAFF_URL ?? `http://${LOOPBACK}:${settings.STAFF_PORT}`,
  trustedProxies: (settings.TRUSTED_PROXIES ?? '').split(/[\s,]+/).filter(Boolean),
})

/** One for each core; more than four would wait for the database anyway. */
const usualProcesses = (): number => Math.min(4, availableParallelism())

/** @throws SettingsError */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const read = Settings.safeParse(env)
  if (!read.success) throw new SettingsError(read.error.issues.map(issue => `${issue.message}。`))
  const settings = read.data
  const production = settings.NODE_ENV === 'production'
  const demonstration = settings.DATABASE_URL === undefined && !production
  const wrong = samePort(settings)
  if (wrong.length > 0) throw new SettingsError(wrong)
  if (!demonstration) refuseUnlessComplete(settings, production)

  return {
    demonstration,
    production,
    dataDir: path.resolve(settings.DATA_DIR ?? 'data'),
    ...doorsOf(settings, demonstration),
    ...optional('databaseUrl', settings.DATABASE_URL),
    ...optional('databaseOwnerUrl', settings.DATABASE_OWNER_URL),
    ...optional('appSecret', settings.APP_SECRET),
    ...optional('smtpUrl', settings.SMTP_URL),
    ...optional('mailFrom', settings.MAIL_FROM),
    fileLimitBytes: settings.FILE_LIMIT_MB * 1024 * 1024,
    filesPerReport: settings.FILES_PER_REPORT,
    diskReserveBytes: settings.DISK_RESERVE_MB * 1024 * 1024,
    processes: settings.PROCESSES === 0 ? usualProcesses() : settings.PROCESSES,
    throttleTimes: settings.THROTTLE_TIMES,
  }
}
