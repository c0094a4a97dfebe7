import { asDay, dayInWords } from '../platform/clock'
import { blankForm, type FormState } from '../platform/http/form'
import type { Passkey } from './passkey'

export const notRegistered = '没有登记上。请再试一次，并在设备上确认'

const inWords = (day: string): string => dayInWords(asDay(day))

const toLine = ({ id, name, createdOn, lastUsedOn }: Passkey) => ({
  name,
  made: `${inWords(createdOn)} 登记`,
  used: lastUsedOn === undefined ? '还没有用过' : `${inWords(lastUsedOn)} 最近用过`,
  remove: `/staff/me/passkeys/${id}/remove`,
})

type ListPage = {
  readonly passkeys: readonly Passkey[]
  readonly offered: boolean
  readonly form?: FormState
}

export const toPasskeysPage = ({ passkeys, offered, form = blankForm }: ListPage) => ({
  title: '通行密钥',
  passkeys: passkeys.map(toLine),
  offered,
  newName: form.values['name'] ?? '',
  errors: form.errors,
})

type Begun = {
  readonly name: string
  readonly question: object
  readonly errors: FormState['errors']
}

export const toRegisterPage = ({ name, question, errors }: Begun) => ({
  title: '登记通行密钥',
  passkeyName: name,
  question: JSON.stringify(question),
  errors,
})

export const toRemovePage = (passkey: Passkey, errors: FormState['errors']) => ({
  title: '移除通行密钥',
  passkey: toLine(passkey),
  errors,
})
