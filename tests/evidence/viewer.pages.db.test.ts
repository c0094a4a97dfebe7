import request from 'supertest'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { aCaseWithFiles } from '../support/evidence-case'
import * as fixtures from '../support/fixtures'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { walk } from '../support/upload-desk'
import { signIn, type SignedIn } from '../support/visitors'

const video = fixtures.mp4OfSize(300_000)
const files = async () => [
  { name: '三楼病房.jpg', bytes: await fixtures.jpegWithGps() },
  { name: '截图.png', bytes: await fixtures.pngWithText() },
  { name: '微信图片.webp', bytes: await fixtures.webpWithGps() },
  { name: '费用清单.pdf', bytes: fixtures.pdfWithPages(3) },
  { name: '录像.mp4', bytes: video },
  { name: '记录.txt', bytes: Buffer.concat([fixtures.gb18030Text(), Buffer.from('<b>&')]) },
  { name: '通话.amr', bytes: fixtures.amrRecording() },
  { name: '洪水.png', bytes: await fixtures.pixelFlood() },
  { name: '坏.pdf', bytes: Buffer.from('%PDF-1.4 nothing') },
  { name: '说明.docx', bytes: fixtures.docxDocument() },
]
const names = ['jpg', 'png', 'webp', 'pdf', 'mp4', 'txt', 'amr', 'flood', 'badPdf', 'docx'] as const
type Name = (typeof names)[number]

let site: Site
let own: OrganisationId
let base: string
let file: Awaited<ReturnType<typeof aCaseWithFiles>>
let paths: Record<Name, string>
let intake: SignedIn
let officer: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  officer = await hire(site, own, ['intake'], '周启明')
  file = await aCaseWithFiles(site, own, await files())
  base = `/staff/cases/${file.caseId}/evidence`
  paths = Object.fromEntries(
    names.map((name, at) => [name, `${base}/${file.ids[at] ?? ''}`]),
  ) as never
  intake = await signIn(site, officer)
}, 30_000)
afterAll(() => site.stop())

/** The bytes of an answer, with the officer's cookies. */
const fetchBytes = (path: string, headers: Record<string, string> = {}, browser = intake) =>
  request(site.staffUrl)
    .get(path)
    .set('Cookie', [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    .set(headers)
    .buffer(true)
    .parse((answer, done) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        done(null, Buffer.concat(parts))
      })
    })

const deeds = async (deed: string) => (await site.tables('audit_entries').where({ deed })).length

const locked = {
  'content-security-policy':
    "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

describe('a picture', () => {
  it.each([
    ['jpg', 'image/jpeg'],
    ['png', 'image/png'],
    ['webp', 'image/webp'],
  ] as const)('%s reaches the officer without position, device or text', async (name, type) => {
    const page = await intake.open(paths[name])
    expect(page.status).toBe(200)
    const src = page.$('.st-viewer__stage img').attr('src') ?? ''
    const picture = await fetchBytes(src)

    expect(picture.status).toBe(200)
    expect(picture.headers).toMatchObject({ ...locked, 'content-type': type })
    const bytes = picture.body as Buffer
    expect(bytes.length).toBeGreaterThan(100)
    expect(fixtures.findGps(bytes)).toEqual([])
    expect(bytes.indexOf('Exif')).toBe(-1)
  })

  it('is redrawn once and kept sealed', async () => {
    const before = walk(site.dataDir).length
    await Promise.all([fetchBytes(`${paths.jpg}/content`), fetchBytes(`${paths.jpg}/content`)])

    expect(walk(site.dataDir)).toHaveLength(before)
    const copies = await site.tables('evidence_files').whereNotNull('clean_blob_id')
    expect(copies).toHaveLength(3)
  })

  it('with a flood of pixels says why it is not shown', async () => {
    const page = await intake.open(paths.flood)

    expect(page.$('.st-viewer__stage').text()).toContain('这张图太大，不能在线查看')
    expect((await fetchBytes(`${paths.flood}/content`)).status).toBe(404)
  })
})

describe('a PDF', () => {
  it('is shown page by page, drawn here, with links between the pages', async () => {
    const first = await intake.open(paths.pdf)
    expect(first.$('.st-viewer__pages').text()).toContain('第 1 页，共 3 页')
    const second = await intake.click(first, '下一页')
    expect(second.$('.st-viewer__pages').text()).toContain('第 2 页，共 3 页')
    const png = await fetchBytes(second.$('.st-viewer__stage img').attr('src') ?? '')

    expect(png.headers).toMatchObject({ ...locked, 'content-type': 'image/png' })
    expect((png.body as Buffer).subarray(1, 4).toString()).toBe('PNG')
    expect((png.body as Buffer).indexOf('CANARY')).toBe(-1)
    const third = await intake.click(second, '下一页')
    expect(third.$('a[rel=next]')).toHaveLength(0)
  }, 20_000)

  it('itself and pages it does not have are not found', async () => {
    for (const path of ['content', 'pages/4.png', 'pages/0.png', 'pages/x.png'])
      expect((await fetchBytes(`${paths.pdf}/${path}`)).status).toBe(404)
  })

  it('that is broken says so', async () => {
    const page = await intake.open(paths.badPdf)

    expect(page.$('.st-viewer__stage').text()).toMatch(/这份 PDF 打不开|收到时就不完整/)
  })
})

describe('a video', () => {
  it('is played from our own page', async () => {
    const page = await intake.open(paths.mp4)

    expect(page.$('.st-viewer__stage video').attr('src')).toBe(`${paths.mp4}/content`)
  })

  it.each([
    ['bytes=0-99', 0, 99],
    ['bytes=65000-66000', 65_000, 66_000],
    ['bytes=131071-131072', 131_071, 131_072],
    ['bytes=-50', video.length - 50, video.length - 1],
    [`bytes=${video.length - 10}-`, video.length - 10, video.length - 1],
  ])('is sought by %s', async (range, start, end) => {
    const part = await fetchBytes(`${paths.mp4}/content`, { range })

    expect(part.status).toBe(206)
    expect(part.headers).toMatchObject({
      ...locked,
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'content-range': `bytes ${start}-${end}/${video.length}`,
      'content-length': String(end - start + 1),
      'content-disposition': 'inline',
    })
    expect((part.body as Buffer).equals(video.subarray(start, end + 1))).toBe(true)
  })

  it('comes whole without a range, and has nothing behind its end', async () => {
    const whole = await fetchBytes(`${paths.mp4}/content`)
    expect(whole.status).toBe(200)
    expect((whole.body as Buffer).equals(video)).toBe(true)
    const outside = await fetchBytes(`${paths.mp4}/content`, { range: 'bytes=9999999-' })
    expect(outside.status).toBe(416)
    expect(outside.headers['content-range']).toBe(`bytes */${video.length}`)
  })
})

describe('what is no picture', () => {
  it('is printed when it is text, in whatever encoding, and never run', async () => {
    const page = await intake.open(paths.txt)

    expect(page.$('.st-viewer__stage pre').text()).toBe(`${fixtures.gb18030Words}<b>&`)
    expect(page.$('.st-viewer__stage b')).toHaveLength(0)
    expect((await fetchBytes(`${paths.txt}/content`)).status).toBe(404)
  })

  it.each(['amr', 'docx'] as const)('is not shown when it is %s', async name => {
    const page = await intake.open(paths[name])

    expect(page.$('.st-viewer__stage').text()).toContain('这种格式暂时不能在线查看')
    expect((await fetchBytes(`${paths[name]}/content`)).status).toBe(404)
  })
})

describe('an original', () => {
  const reason = '核对收费系统导出的表格里的公式和修改日期，需要原始文件'
  it('asks for a reason, keeps what was typed, and records nothing until there is one', async () => {
    const page = await intake.click(await intake.open(paths.docx), '下载原件')
    const again = await intake.submit(page, { reason: '要看' })

    expect(again.$('.jb-errors li').text()).toBe('理由至少写 20 字，现在 2 字请填写验证码')
    expect([again.status, again.$('textarea').val()]).toEqual([422, '要看'])
  })

  it('takes a step-up: a wrong code is told, and no byte leaves', async () => {
    const at = await intake.open(`${paths.docx}/original`)
    const again = await intake.submit(at, { reason, otp: '000000' })
    expect(again.$('.jb-errors').text()).toContain('验证码不对，或者已经用过')
    expect([again.status, again.$('textarea').val()]).toEqual([422, reason])
    expect(await deeds('original.downloaded')).toBe(0)
  })

  it('comes whole as an attachment; reason sealed, deed recorded, both shown', async () => {
    const page = await intake.open(`${paths.docx}/original`)
    const _csrf = String(page.$('input[name=_csrf]').val())
    site.clock.pass(1)
    const answer = await request(site.staffUrl)
      .post(`${paths.docx}/original`)
      .set('Cookie', [...intake.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      .type('form')
      .send({ _csrf, reason, otp: codeOf(site, officer) })
      .buffer(true)
      .parse((stream, done) => {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', () => {
          done(null, Buffer.concat(parts))
        })
      })

    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      ...locked,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="evidence.docx"; filename*=UTF-8''${encodeURIComponent('说明')}.docx`,
    })
    expect((answer.body as Buffer).equals(fixtures.docxDocument())).toBe(true)
    expect(await deeds('original.downloaded')).toBe(1)
    expect(JSON.stringify(await site.tables('audit_entries'))).not.toContain('公式')
    const viewer = await intake.open(paths.docx)
    for (const said of [reason, '周启明']) expect(viewer.$('.st-mini').text()).toContain(said)
  })
})

/** A handler to whom the case was given: named as one, and the case key sealed to them. */
const assign = async (displayName: string): Promise<SignedIn> => {
  const handler = await hire(site, own, ['handler'], displayName)
  const { id } = handler.actor
  await site.tables('case_officers').insert({
    case_id: file.caseId,
    staff_id: id,
    number: 1,
    handling: true,
    since: site.clock.now(),
  })
  const to = { kind: 'staff', id, version: 1, publicKey: handler.keys.publicKey } as const
  await site.house.db.inTransaction(tx => site.house.cases.grant(tx, file.caseId, file.caseKey, to))
  return signIn(site, handler)
}

describe('a handler', () => {
  it('sees the copy, and takes no original', async () => {
    const handler = await assign('李敏')

    const page = await handler.open(paths.jpg)
    expect(page.$('.st-viewer__stage img')).toHaveLength(1)
    expect(page.$('a[href$=original]')).toHaveLength(0)
    const denied = await deeds('case.denied')
    expect((await handler.open(`${paths.jpg}/original`)).status).toBe(403)
    // The door of a case, tried without the duty for it.
    expect(await deeds('case.denied')).toBe(denied + 1)

    const before = await deeds('evidence.viewed')
    for (const path of [`${paths.png}/content`, `${paths.png}/content`])
      expect((await fetchBytes(path, {}, handler)).status).toBe(200)
    // Bytes alone, without the viewer: one row all the same.
    expect(await deeds('evidence.viewed')).toBe(before + 1)
  })

  it('of another case finds nothing, and the attempt is recorded', async () => {
    const before = await deeds('case.denied')
    const stranger = await signIn(site, await hire(site, own, ['handler'], '王芳'))

    for (const path of [paths.jpg, `${paths.jpg}/content`, `${paths.pdf}/pages/1.png`])
      expect((await stranger.open(path)).status).toBe(404)
    expect(await deeds('case.denied')).toBe(before + 3)
  })
})

it('is recorded once an opening, however many ranges and pages follow', async () => {
  const before = await deeds('evidence.viewed')
  await intake.open(paths.mp4)
  await fetchBytes(`${paths.mp4}/content`, { range: 'bytes=0-9' })
  await fetchBytes(`${paths.mp4}/content`, { range: 'bytes=10-19' })
  await intake.open(paths.pdf)
  await intake.open(`${paths.pdf}?page=2`)

  expect(await deeds('evidence.viewed')).toBe(before + 2)
})
