import type { ReportId } from './ids'

/** What may be asked of a reporter's identity, in the order in which pages show it. */
export const identityFields = ['name', 'phone', 'id-number', 'address'] as const
export type IdentityField = (typeof identityFields)[number]

export const identityFieldNames: Readonly<Record<IdentityField, string>> = {
  name: '姓名',
  phone: '手机号',
  'id-number': '证件号',
  address: '通信地址',
}

export const fieldsInWords = (fields: readonly IdentityField[]): string =>
  fields.map(field => identityFieldNames[field]).join('、')

/** What the record keeps of a look at an identity: the ground's code, the fields, whose; never their content. */
export type LookGround = {
  readonly ground: string
  readonly fields: readonly IdentityField[]
  readonly reportId: ReportId
}

export const writeLookGround = ({ ground, fields, reportId }: LookGround): string =>
  `${ground} ${fields.join(',')} ${reportId}`

export const readLookGround = (text: string | null): LookGround | undefined => {
  const [ground = '', listed = '', reportId = ''] = (text ?? '').split(' ')
  const fields = identityFields.filter(field => listed.split(',').includes(field))
  return ground === '' || fields.length === 0
    ? undefined
    : { ground, fields, reportId: reportId as ReportId }
}
