/** Every deed that the record knows, noun.past-participle. The record refuses a deed that is not listed. */
export const deeds = [
  'case.received',
  'case.opened',
  'case.accepted',
  'case.refused',
  'case.assigned',
  'case.denied',
  'original.viewed',
  'brief.saved',
  'report.followed',
  'report.left',
  'message.sent',
  'evidence.added',
  'evidence.viewed',
  'original.downloaded',
  'staff.invited',
  'staff.password-accepted',
  'staff.enrolled',
  'staff.signed-in',
  'staff.signed-out',
  'staff.locked',
  'staff.disabled',
  'desk.opened',
  'desk.member-confirmed',
  'recovery-key.made',
] as const

export type Deed = (typeof deeds)[number]
