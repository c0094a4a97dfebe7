import type { FormState } from '../platform/http/form'

const clockTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** One sentence for a wrong name and a wrong password: neither is told apart. */
export const wrongPassword = '用户名或密码不对，请核对后再试一次'
export const wrongCode = '验证码不对，或者已经用过。请等手机上换了下一个再填'
export const wrongRecoveryCode = '恢复码不对，或者已经用过。每个只能用一次，请换一个'
export const wrongPasskey = '通行密钥没有通过。请再试一次，或者填手机上的验证码'
export const tooLate = '这个一次性密码已经过期，请联系安全管理员重新发放'
export const resetLate = '第二验证已经重置，但没有按时重新设置。请联系系统管理员再申请一次'
export const samePassword = '新密码不能和一次性密码相同，请换一个'

export const lockedUntil = (moment: Date): string =>
  `连续输错 5 次，这个用户名已锁定，请在 ${clockTime.format(moment)} 以后再试`

/** The whole network waits, not the name: elsewhere the door is open. */
export const networkWaits = (wait: string): string =>
  `这个网络里试错的次数太多，请 ${wait}后再试；换一个网络现在就可以登录`

export const afterwards = {
  idle: '超过 30 分钟没有操作，已经退出。请重新登录。',
  over: '登录已经到期或者在别处退出，请重新登录。',
  out: '已经退出。',
} as const

/** Where the demonstration keeps its accounts; undefined anywhere else. */
export type DemonstrationHint = { readonly accountsFile: string; readonly command: string }

type LoginPage = {
  readonly form: FormState
  readonly after?: keyof typeof afterwards | undefined
  readonly hint: DemonstrationHint | undefined
}

// A password that was typed is never drawn again.
export const toLoginPage = ({ form, after, hint }: LoginPage) => ({
  title: '登录',
  user: form.values['user'] ?? '',
  errors: form.errors,
  notice: after === undefined ? undefined : afterwards[after],
  hint,
})

type CodePage = {
  readonly errors: FormState['errors']
  readonly hint: DemonstrationHint | undefined
  /** Whether a passkey may answer in place of the code. */
  readonly passkey: boolean
}

export const toCodePage = ({ errors, hint, passkey }: CodePage) => ({
  title: '验证码',
  errors,
  hint,
  passkey,
})

type EnrolPage = {
  readonly username: string
  readonly displayName: string
  readonly secret: string
  /** Only the factor is new; the password stays. */
  readonly factorOnly: boolean
  readonly errors: FormState['errors']
}

export const toEnrolPage = ({ username, displayName, secret, factorOnly, errors }: EnrolPage) => ({
  title: factorOnly ? '重新设置验证器' : '第一次登录',
  factorOnly,
  username,
  displayName,
  secret: (secret.match(/.{1,4}/g) ?? []).join(' '),
  errors,
})
