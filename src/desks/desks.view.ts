import type { FormState } from '../platform/http/form'
import { deskNames, type DeskKind } from '../vocabulary/duty'
import type { DeskOverview, PendingMember } from './member'

const inWords = (kinds: readonly DeskKind[]) => kinds.map(kind => deskNames[kind]).join('、')

type DesksPage = {
  readonly organisation: string
  readonly desks: readonly DeskOverview[]
  readonly pending: readonly PendingMember[]
  readonly isPending: boolean
  readonly form: FormState
}

export const toDesksPage = ({ organisation, desks, pending, isPending, form }: DesksPage) => ({
  title: '密钥与成员',
  organisation,
  desks: desks.map(desk => ({
    name: deskNames[desk.kind],
    version: desk.version === undefined ? '还没有' : `第 ${desk.version} 版`,
    holders: desk.holders.join('、'),
    pending: desk.pending.join('、'),
  })),
  pending: pending.map(({ staffId, displayName, username, kinds }, index) => ({
    id: index === 0 ? 'staff' : `staff-${index}`,
    value: staffId,
    name: displayName,
    username,
    desks: inWords(kinds),
    chosen: pending.length === 1 || form.values['staff'] === staffId,
  })),
  isPending,
  errors: form.errors,
})

/** What the first page says about keys. */
export const toHomePart = (pending: readonly PendingMember[], isPending: boolean) => ({
  notices: [
    ...(isPending
      ? [
          {
            text: '您所在岗位的密钥还没有交到您手里，现在打不开案件。请找同岗位的成员登录后确认您。',
          },
        ]
      : []),
    ...(pending.length > 0
      ? [
          {
            text: `有 ${pending.length} 位新成员等您确认，确认以后才能打开案件。`,
            href: '/staff/desks',
          },
        ]
      : []),
  ],
})
