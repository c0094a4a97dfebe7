import { storeCase } from './cases'
import { codeOf, hire, type Officer } from './people'
import { press, type Walk } from './reporter-pages'
import { hospital, type Story } from './story'

const errorsOf = async ({ page, see }: Walk, name: string): Promise<void> => {
  await page.locator('#errors').waitFor()
  await see(`${name}-errors`, page)
}

const submit = async ({ page }: Walk): Promise<void> => {
  await page.locator('main form button').first().click()
}

/** More cases than one, so that the list looks as it does on a working day. */
export const fillQueue = async ({ site, staff }: Story): Promise<void> => {
  const { organisationId } = staff.intake.actor
  const wishes = [
    ['和安医院（城东院区）', '夜里病区基本没人，登记的 42 张床全满', 'A1', '2026-11-19', true],
    ['康宁大药房滨河店', '柜台用阿胶、米面换药名刷卡', 'B1', '2026-11-25', false],
    ['益民血液透析中心', '透析记录有 4 次，机器计数只有 3 次', 'A2', '2026-12-02', true],
    ['同福诊所', '免费接送，送米送油', 'A3', '2026-12-08', false],
  ] as const
  for (const [target, gist, behaviour, due, strict] of wishes) {
    const title = { target, gist, strict }
    const stored = await storeCase(site, organisationId, { title, behaviours: [behaviour] })
    await site.tables('cases').where({ id: stored.caseId }).update({ next_due_on: due })
  }
}

/** Both proofs, each refused once. */
const walkSignIn = async (walk: Walk, officer: Officer): Promise<void> => {
  const { story, page, see } = walk
  await page.context().clearCookies()
  await page.goto(`${story.site.staffUrl}/`)
  await see('staff-login', page)
  await submit(walk)
  await errorsOf(walk, 'staff-login')
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await submit(walk)
  await see('staff-otp', page)
  await submit(walk)
  await errorsOf(walk, 'staff-otp')
  await page.fill('#otp', codeOf(story.site, officer))
  await submit(walk)
}

const signInQuietly = async (walk: Walk, officer: Officer): Promise<void> => {
  await walkSignIn({ ...walk, see: () => Promise.resolve() }, officer)
  await walk.page.waitForURL('**/staff')
}

const walkEnrolment = async (walk: Walk): Promise<void> => {
  const { story, page, see } = walk
  const { site, staff } = story
  const { organisationId } = staff.intake.actor
  const person = { organisationId, username: 'newcomer', displayName: '沈小曼' }
  const { password } = await site.house.db.inTransaction(tx =>
    site.house.accounts.invite(tx, { side: 'system' }, { ...person, duties: ['handler'] }),
  )
  await page.goto(`${site.staffUrl}/`)
  await page.fill('#user', 'newcomer')
  await page.fill('#password', password)
  await submit(walk)
  await see('staff-enrol', page)
  await submit(walk)
  await errorsOf(walk, 'staff-enrol')
}

const walkEvidence = async (walk: Walk, casePath: string): Promise<void> => {
  const { story, page, see } = walk
  const { photo, list, film } = story.files
  for (const { name } of [photo, list, film]) {
    await page.goto(`${story.site.staffUrl}${casePath}?tab=evidence`)
    await page.getByRole('link', { name }).click()
    await page.locator('.st-viewer__stage').waitFor()
    await see(`staff-viewer-${name.split('.')[1] ?? ''}`, page)
  }
  await page.getByRole('link', { name: '下载原件' }).click()
  await see('staff-original', page)
  await submit(walk)
  await errorsOf(walk, 'staff-original')
}

const walkDecisions = async (walk: Walk, casePath: string): Promise<void> => {
  const { story, page, see } = walk
  const { staffUrl } = story.site
  await page.goto(`${staffUrl}${casePath}/refuse`)
  await see('staff-refuse', page)
  await submit(walk)
  await errorsOf(walk, 'staff-refuse')
  await page.goto(`${staffUrl}${casePath}/brief/edit`)
  await see('staff-brief', page)
  await page.fill('#target', '')
  await submit(walk)
  await errorsOf(walk, 'staff-brief')
  await page.goto(`${staffUrl}${casePath}`)
  await page.locator('form[action$="/accept"] button').click()
  await see('staff-case-accepted', page)
  await page.goto(`${staffUrl}${casePath}/assign`)
  await see('staff-assign', page)
  await submit(walk)
  await errorsOf(walk, 'staff-assign')
  await page.locator('label', { hasText: '王承办' }).click()
  await page.locator('label', { hasText: '李承办' }).click()
  await press(page, '分派给这两位')
}

/** The intake officer's working day. @returns the path of the reporter's case */
export const walkIntake = async (walk: Walk): Promise<string> => {
  const { story, page, see } = walk
  const { site, staff } = story
  const { organisationId } = staff.intake.actor
  await hire(site, organisationId, ['principal'], '高立群')
  await walkEnrolment(walk)
  await walkSignIn(walk, staff.intake)
  await page.waitForURL('**/staff')
  await see('staff-home', page)
  await page.goto(`${site.staffUrl}/staff/desks`)
  await see('staff-desks', page)
  await submit(walk)
  await errorsOf(walk, 'staff-desks')
  await page.goto(`${site.staffUrl}/staff/queue`)
  await see('staff-queue', page)
  await page.goto(`${site.staffUrl}/staff/queue?state=refused`)
  await see('staff-queue-empty', page)
  await page.goto(`${site.staffUrl}/staff/queue`)
  await page.getByRole('link', { name: hospital }).first().click()
  await see('staff-case', page)
  const casePath = new URL(page.url()).pathname
  await walkEvidence(walk, casePath)
  await walkDecisions(walk, casePath)
  return casePath
}

const tabs = ['', '?tab=evidence', '?tab=messages', '?tab=deadlines', '?tab=history'] as const

export const walkHandler = async (walk: Walk, casePath: string): Promise<void> => {
  const { story, page, see } = walk
  const { site, staff } = story
  await signInQuietly(walk, staff.wang)
  await page.goto(`${site.staffUrl}${casePath}?tab=messages`)
  await press(page, '发送')
  await errorsOf(walk, 'staff-messages')
  await page.fill('#body', '夜班是几点到几点？\n有没有排班表？')
  await press(page, '发送')
  for (const tab of tabs) {
    await page.goto(`${site.staffUrl}${casePath}${tab}`)
    await see(`staff-handler-case${tab.replace('?tab=', '-')}`, page)
  }
}

export const walkRefusals = async (walk: Walk, casePath: string): Promise<void> => {
  const { story, page, see } = walk
  const { site, staff } = story
  await signInQuietly(walk, staff.stranger)
  await page.goto(`${site.staffUrl}${casePath}`)
  await see('staff-404-case', page)
  await page.goto(`${site.staffUrl}/staff/nowhere`)
  await see('staff-404', page)
  await page.goto(`${site.staffUrl}${casePath}/assign`)
  await see('staff-403', page)
}
