export const CHANGES = '/staff/admin/changes'

export const changeHref = (id: string): string => `${CHANGES}/${id}`
