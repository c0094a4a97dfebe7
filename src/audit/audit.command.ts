import { readFile, writeFile } from 'node:fs/promises'
import type { Db } from '../platform/db/database'
import type { Audit } from './audit.service'
import type { Keeping } from './keeping.service'
import { readDay } from './purge.rules'
import type { Verdict } from './verify.service'

type Deps = { readonly db: Db; readonly audit: Audit; readonly keeping: Keeping }
type Say = (line: string) => void

const faultWords: Record<Exclude<Verdict, { ok: true }>['fault'], string> = {
  missing: '这一条不见了',
  changed: '这一条被改过',
  'head-changed': '链尾的记号被改过',
  truncated: '后面的记录被截掉了：比导出的链尾短',
  planted: '这一条早已按期清理，又被人放了进来',
  'checkpoint-broken': '清理时留下的签名对不上，这一条以前的记录被动过',
  'head-file-broken': '给的链尾文件不是本系统导出的，或者被改过',
}

const inWords = (verdict: Verdict): string => {
  if (verdict.ok && verdict.chains === 0)
    return '这里还没有任何操作记录，没有可以核对的。用着的系统要是在别处，请给这条命令同样的 DATA_DIR 或者 DATABASE_URL。'
  if (verdict.ok)
    return `操作记录完整：${verdict.chains} 条链，${verdict.entries} 条记录，每一条都和前一条对得上。`
  if (verdict.fault === 'head-file-broken')
    return `${faultWords[verdict.fault]}，没有核对操作记录。请换一个 audit heads 导出的文件。`
  return `操作记录不完整：链 ${verdict.chain} 第 ${verdict.seq} 条，${faultWords[verdict.fault]}。请停止使用数据库并联系审计员。`
}

const optionOf = (args: readonly string[], name: string): string | undefined => {
  const at = args.indexOf(name)
  return at === -1 ? undefined : args[at + 1]
}

const unreadable = Symbol('unreadable')

/** A file that is not JSON is a broken head file, not a crash. */
const readHeads = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return unreadable
  try {
    return JSON.parse(text) as unknown
  } catch {
    return {}
  }
}

/** `npm run cli -- audit verify [--head FILE]`: walks the record and names the first bad entry. */
export const auditVerifyCommand = {
  name: 'audit verify',
  usage: 'audit verify [--head 文件]（核对操作记录；给出以前导出的链尾，还能查出截断）',
  /** @returns the exit code: 0 when the record holds, 1 when it does not */
  run: async ({ keeping }: Deps, args: readonly string[], say: Say): Promise<number> => {
    const file = optionOf(args, '--head')
    const heads = file === undefined ? undefined : await readHeads(file)
    if (heads === unreadable) {
      say(`打不开 ${file ?? ''}，请核对文件名。`)
      return 2
    }
    const verdict = await keeping.verify(heads)
    say(inWords(verdict))
    return verdict.ok ? 0 : 1
  },
} as const

/** `npm run cli -- audit heads FILE`: what each chain has reached, to be kept outside this machine. */
export const auditHeadsCommand = {
  name: 'audit heads',
  usage: 'audit heads 文件（导出链尾，另存到别的机器）',
  run: async ({ db, audit }: Deps, [file]: readonly string[], say: Say): Promise<number> => {
    if (file === undefined) {
      say(`用法：${auditHeadsCommand.usage}`)
      return 2
    }
    const heads = await db.inTransaction(tx => audit.exportHeads(tx))
    await writeFile(file, `${JSON.stringify(heads, null, 2)}\n`, { mode: 0o600 })
    say(`已写入 ${file}。请另存到别的机器，下次用 audit verify --head 核对。`)
    return 0
  },
} as const

const noOwner =
  '清理要用数据库所有者的账号：请设置 DATABASE_OWNER_URL 再运行。应用账号不能删除操作记录。没有清理任何一条。'

const purgeInWords = (before: string, done: Awaited<ReturnType<Keeping['purge']>>): string => {
  if (done.refused === 'too-young')
    return `没有清理：操作记录至少保存 ${done.months} 个月，最晚可以写 --before ${done.earliest}。`
  if (done.refused === 'not-whole') return `没有清理任何一条。${inWords(done.verdict)}`
  if (done.entries === 0) return `${before} 以前没有操作记录，没有清理任何一条。`
  return `已清理 ${before} 以前的 ${done.entries} 条记录，涉及 ${done.chains} 条链。每条链留下一个有签名的起点，其余的记录照样能核对。`
}

/** `npm run cli -- audit purge --before DAY`: as the owner of the database, what is older than the law wants. */
export const auditPurgeCommand = {
  name: 'audit purge',
  usage: 'audit purge --before 日期（清理这一天以前的操作记录；要设 DATABASE_OWNER_URL）',
  /** @returns the exit code: 0 when it was purged, 1 when that was refused, 2 when it was not understood */
  run: async (
    { keeping }: Deps,
    args: readonly string[],
    say: Say,
    openOwner: (() => Db) | undefined,
  ): Promise<number> => {
    const before = readDay(optionOf(args, '--before'))
    if (before === undefined) {
      say(`用法：${auditPurgeCommand.usage}。日期写成 2026-05-01 这样。`)
      return 2
    }
    if (openOwner === undefined) {
      say(noOwner)
      return 2
    }
    const owner = openOwner()
    try {
      const done = await keeping.purge(owner, before)
      say(purgeInWords(before, done))
      return done.refused === undefined ? 0 : 1
    } finally {
      await owner.close()
    }
  },
} as const
