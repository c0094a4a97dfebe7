import { z } from 'zod'
import { identityKinds } from '../cases'
import type { ReportContent } from '../vocabulary/report-content'

const Told = z.object({ version: z.literal(1), identity: z.enum(identityKinds) })

/** Of what was written, follow-up shows only how it was reported: the text is not repeated on a screen. */
export const readContent = (content: unknown): Pick<ReportContent, 'identity'> =>
  Told.parse(content)
