import { z } from 'zod'
import type { OrganisationId } from '../vocabulary/ids'
import { kinds, levels } from './body-words'

const organisationId = z.uuid().transform(id => id as OrganisationId)
const narrow = (text: string) => text.normalize('NFKC').trim()
const line = (what: string, most: number) =>
  z
    .string(`请写${what}`)
    .transform(text => text.trim())
    .pipe(z.string().min(1, `请写${what}`).max(most, `${what}最多 ${most} 个字`))
const spare = z
  .string()
  .catch('')
  .transform(text => text.trim().slice(0, 100))

export const OrgPath = z.object({ organisationId })

export const OrgsQuery = z.object({
  under: organisationId.optional().catch(undefined),
  after: z
    .string()
    .regex(/^\d{6}-[a-z-]{1,40}$/)
    .optional()
    .catch(undefined),
})

export const UnderField = z.object({ under: organisationId })

export const NewOrgForm = z.object({
  id: organisationId,
  under: organisationId,
  name: line('全称', 100),
  shortName: line('简称', 100),
  code: z
    .string('请写单位代码')
    .transform(narrow)
    .pipe(
      z
        .string()
        .regex(/^[A-Za-z0-9-]{1,30}$/, '单位代码用字母、数字、横线，最多 30 个，例如 330102'),
    ),
  regionCode: z
    .string('请写行政区划代码')
    .transform(narrow)
    .pipe(z.string().regex(/^\d{6}$/, '行政区划代码是 6 位数字，例如 330102')),
  level: z.enum(levels, '请选层级'),
  kind: z.enum(kinds, '请选类别'),
  telephone: spare,
  hours: spare,
  address: spare,
  postcode: spare,
})

export const RenameForm = NewOrgForm.pick({ name: true, shortName: true })
const DIGITS = /^[\d\-—()（）+ 、，/转]{5,60}$/

/** What stands on the pages that reporters read; a body without a telephone can still be written to. */
export const ContactForm = z.object({
  telephone: z
    .string('请写电话')
    .transform(narrow)
    .pipe(z.string().regex(DIGITS, '电话用数字和横线，例如 0571-12393')),
  hours: line('办公时间', 100),
  address: line('地址', 100),
  postcode: z
    .string('邮政编码是 6 位数字')
    .transform(narrow)
    .pipe(z.string().regex(/^(\d{6})?$/, '邮政编码是 6 位数字，例如 310000')),
})
export const MoveForm = z.object({
  parent: z
    .string('请写新的上级单位代码')
    .transform(narrow)
    .pipe(z.string().min(1, '请写新的上级单位代码')),
})
