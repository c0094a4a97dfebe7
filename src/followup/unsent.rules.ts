/** What was typed into one of the forms, and into which. */
export type Kept = { readonly door: string; readonly values: Readonly<Record<string, string>> }

type KeptField = { readonly name: string; readonly label: string; readonly how: How }
type How = 'hidden' | 'line' | 'text'

const hidden = (name: string): KeptField => ({ name, label: '', how: 'hidden' })
const line = (name: string, label: string): KeptField => ({ name, label, how: 'line' })
const text = (name: string, label: string): KeptField => ({ name, label, how: 'text' })

/** The forms whose words wait behind the code when the visit has ended under them. */
const forms: Readonly<Record<string, readonly KeptField[]>> = {
  '/follow/identity': [
    line('name', '姓名'),
    line('phone', '手机号'),
    hidden('id_type'),
    line('id_number', '证件号'),
    hidden('delivery'),
    line('address', '收信地址'),
  ],
  '/follow/claim/account': [
    line('name', '姓名'),
    hidden('id_type'),
    line('id_number', '证件号'),
    line('account', '银行卡号'),
    line('bank', '开户银行'),
    line('amount', '金额'),
  ],
  '/follow/withdraw': [hidden('change')],
  '/follow/objection': [hidden('decision'), text('text', '为什么有异议')],
  '/follow/retaliation': [
    text('text', '发生了什么'),
    line('when', '什么时候'),
    line('reach', '怎样联系您才安全'),
    hidden('shared'),
  ],
}

const readField = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

const readBody = (body: unknown, door: string, prefix: string): Kept | undefined => {
  const fields = Object.hasOwn(forms, door) ? forms[door] : undefined
  if (fields === undefined) return undefined
  const given = (body ?? {}) as Readonly<Record<string, unknown>>
  const values = fields.map(({ name }) => [name, readField(given, prefix + name)] as const)
  return { door, values: Object.fromEntries(values.filter(([, value]) => value !== '')) }
}

/** From the form itself. */
export const readTyped = (door: string, body: unknown): Kept | undefined => readBody(body, door, '')

/** From the page that asks for the code and carries them along. */
export const readCarried = (body: unknown): Kept | undefined => {
  const door = readField((body ?? {}) as Readonly<Record<string, unknown>>, 'door')
  return readBody(body, door, 'kept_')
}

/** What the page prints of it: what can be read over, and what goes along unseen. */
export const toCarried = ({ door, values }: Kept) => ({
  door,
  fields: (forms[door] ?? [])
    .filter(({ name }) => values[name] !== undefined)
    .map(({ name, label, how }) => ({ id: `kept_${name}`, label, how, value: values[name] })),
})
