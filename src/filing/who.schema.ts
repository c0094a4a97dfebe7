import { z } from 'zod'
import type { Day } from '../platform/clock'
import { readClaimWord } from '../vocabulary/claim-word'
import { identityAnswers, idTypes } from '../vocabulary/report-answers'
import { lengthOf, line } from '../vocabulary/typing'
import { oneOf, optionally, readBy, readProse, typed } from './fields.schema'
import { readPaper, readPhone } from './papers.rules'

/** Which ways are open is law: a place may have no anonymous claim. */
export const identityForm = (offered: readonly { readonly code: string }[]) =>
  z
    .object({ identity: oneOf(identityAnswers, '请选一种举报方式') })
    .refine(({ identity }) => offered.some(({ code }) => code === identity), {
      path: ['identity'],
      message: '请选一种举报方式',
    })

/** Twice the same, long enough. The word goes no further than the verifier made of it. */
export const claimWordForm = (least: number, most: number) =>
  z
    .object({ word: typed.transform(readClaimWord), word2: typed.transform(readClaimWord) })
    .superRefine(({ word, word2 }, context) => {
      if (lengthOf(word) < least)
        context.addIssue({ code: 'custom', path: ['word'], message: `口令至少 ${least} 个字` })
      else if (lengthOf(word) > most)
        context.addIssue({ code: 'custom', path: ['word'], message: `口令最多 ${most} 个字` })
      else if (word !== word2)
        context.addIssue({ code: 'custom', path: ['word2'], message: '两次写的不一样' })
    })

export type WhoLimits = { readonly name: number; readonly address: number; readonly today: Day }

export const namedForm = (limits: WhoLimits) =>
  z
    .object({
      name: readBy(readProse({ most: limits.name, empty: '请写姓名' }, line)),
      phone: readBy(readPhone),
      id_type: oneOf(idTypes, '请选证件类型'),
      id_number: typed,
      delivery: oneOf(['platform', 'post'], '请选怎样告知您'),
      address: readBy(optionally(readProse({ most: limits.address }, line))),
    })
    .transform((form, context) => {
      const paper = readPaper(form.id_type, limits.today, form.id_number)
      if (!paper.ok) context.addIssue({ code: 'custom', path: ['id_number'], message: paper.why })
      if (form.delivery === 'post' && form.address === '')
        context.addIssue({
          code: 'custom',
          path: ['address'],
          message: '选了邮寄，请写收信的地址',
        })
      return {
        name: form.name,
        phone: form.phone,
        idType: form.id_type,
        idNumber: paper.ok ? paper.value : '',
        delivery: form.delivery,
        address: form.address,
      }
    })
