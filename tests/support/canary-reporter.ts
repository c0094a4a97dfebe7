import type { CaseId } from '../../src/vocabulary/ids'
import type { Canaries } from './canaries'
import type { Answer, Client } from './client'
import { jpegWithGps, pdfWithPages } from './fixtures'
import { comeBack } from './following'
import { putAside } from './putting-aside'
import { lastCaseId } from './refusing'
import { sendReport } from './reporting'
import type { Site } from './site'
import { reporterBrowser } from './visitors'
import { walkTo } from './wizard'

/** The page that was meant, and not the form once more. */
export const taken = (answer: Answer): Answer => {
  const { status, path, $ } = answer
  if (status !== 200) throw new Error(`${path} answered ${status}: ${$('[role=alert]').text()}`)
  return answer
}

export type CanaryReport = { readonly code: string; readonly caseId: CaseId }

const filesOf = async (say: Canaries) => [
  { name: `${say.words('file name')}.jpg`, content: await jpegWithGps() },
  { name: `${say.words('file name')}.pdf`, content: pdfWithPages(1, say.words('pdf author')) },
]

/** Every field of the journey, and what may be sent afterwards. */
export const reportCanaries = async (site: Site, say: Canaries): Promise<CanaryReport> => {
  const browser: Client = reporterBrowser(site)
  const { code } = await sendReport(browser, {
    subject: { choice: 'typed', name: say.words('target'), about_body: 'no' },
    identity: 'named',
    named: {
      ...{ name: say.words('name'), phone: say.phone('phone'), delivery: 'post' },
      ...{ id_type: 'passport', id_number: say.passport('id number') },
      address: say.words('address'),
    },
    type: {
      ...{ behaviours: ['A1'], department: say.words('department') },
      ...{ bill_number: say.long('bill', 12), trace_code: say.long('trace code', 20) },
    },
    what: { text: say.words('text'), when: say.words('when'), period: say.words('period') },
    files: await filesOf(say),
    relation: {
      ...{ relation: 'staff', hide: say.words('hide') },
      told_before: say.words('told before'),
    },
  })
  const caseId = await lastCaseId(site)
  say.code('receipt code', code)
  const follow = reporterBrowser(site)
  const page = await comeBack(follow, code)
  const body = say.words('message')
  taken(await follow.submit(page, { body }, { form: '.jb-reply' }))
  const more = await follow.open('/follow/evidence')
  const added = { body: say.words('supplement'), files: await filesOf(say) }
  taken(await follow.submit(more, added, { button: '交给' }))
  return { code, caseId }
}

/** One put aside with a code, one left lying. */
export const leaveDrafts = async (site: Site, say: Canaries): Promise<void> => {
  const browser = reporterBrowser(site)
  const page = await walkTo(browser, 'what')
  const kept = await putAside(browser, page, { text: say.words('put aside') })
  say.code('resume code', kept.code)
  const other = reporterBrowser(site)
  const asked = await walkTo(other, 'claim-word')
  const word = say.words('claim word')
  await other.submit(asked, { word, word2: word }, { button: '保存并继续' })
}
