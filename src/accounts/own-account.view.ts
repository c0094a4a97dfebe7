import type { AuditEntry } from '../audit'
import type { FormState } from '../platform/http/form'
import { momentInWords } from './moment'
import { CODES, inGroups } from './recovery-code.rules'

const ways: Readonly<Record<string, string>> = {
  app: '密码和手机验证码',
  'recovery-code': '密码和恢复码',
  passkey: '密码和通行密钥',
  enrolment: '一次性密码，当场设了新密码和验证器',
}

/** 'app 2' as the record has it: by which proof, and how many wrong ones came before. */
const readGround = (ground: string | null) => {
  const [how = '', failures = '0'] = (ground ?? '').split(' ')
  return { how: ways[how] ?? '密码和手机验证码', failures: Number(failures) }
}

const toSignIn = ({ at, ground }: AuditEntry) => {
  const { how, failures } = readGround(ground)
  return {
    at: at === null ? '' : momentInWords(at),
    how,
    failures: failures > 0 ? `输错 ${failures} 次` : '没有输错',
    odd: failures > 0,
  }
}

const leftInWords = (count: number): string =>
  count === 0 ? '没有可用的恢复码' : `还有 ${count} 个恢复码可用`

const renewalOf = (count: number): string => (count === 0 ? '生成恢复码' : '换一组恢复码')

const warningAt = (count: number): string | undefined => {
  if (count > 2) return undefined
  const how = count === 0 ? '还没有恢复码' : '恢复码不多了'
  return `${how}。手机不在身边时，没有恢复码就登录不了，请生成一组新的。`
}

type Mine = {
  readonly passkeys: number
  readonly signIns: readonly AuditEntry[]
  readonly count: number
  readonly madeAt: Date | undefined
  readonly singleKeys: boolean
}

export const toMePage = ({ signIns, count, madeAt, passkeys, singleKeys }: Mine) => ({
  title: '登录记录和恢复码',
  signIns: signIns.map(toSignIn),
  codes: leftInWords(count),
  renew: renewalOf(count),
  made: madeAt === undefined ? undefined : `${momentInWords(madeAt)} 生成`,
  warning: warningAt(count),
  keysNow: singleKeys ? '现在开着。' : '现在关着。',
  keysTo: singleKeys ? 'off' : 'on',
  keysDo: singleKeys ? '关闭单键快捷键' : '打开单键快捷键',
  passkeys: passkeys === 0 ? '还没有登记' : `登记了 ${passkeys} 个`,
})

type Codes = {
  readonly codes: readonly string[]
  readonly count: number
  readonly errors: FormState['errors']
}

export const toCodesPage = ({ codes, count, errors }: Codes) => ({
  title: '恢复码',
  renew: renewalOf(count),
  codes: codes.map(inGroups),
  left: leftInWords(count),
  replaces: count > 0,
  total: CODES,
  errors,
})
