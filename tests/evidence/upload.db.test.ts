import { createHash } from 'node:crypto'
import { toUploadList, uploadSentence } from '../../src/evidence'
import * as fixtures from '../support/fixtures'
import { noise, openUploadDesk, type Reply, type UploadDesk } from '../support/upload-desk'

let desk: UploadDesk

beforeAll(async () => {
  desk = await openUploadDesk({ limits: { files: 5 } })
})
afterAll(() => desk.stop())
afterEach(() => desk.forget())

const photo = async (name = '三楼病房.jpg') => ({
  name,
  bytes: await fixtures.jpegWithGps(),
  type: 'image/jpeg',
})

const refusals = ({ upload }: Reply): string[] =>
  (upload?.results ?? []).flatMap(result =>
    result.ok ? [] : [uploadSentence(result, desk.evidence.limits)],
  )

describe('files that are taken', () => {
  it('are there, byte for byte, with hash, type and day, and nothing of them is in clear', async () => {
    const { name, bytes, type } = await photo()
    const reply = await desk.send([{ name, bytes, type }])

    expect(reply).toMatchObject({
      status: 200,
      upload: { stored: 1, results: [{ ok: true, name }] },
    })
    const [file] = await desk.listed()
    expect(file).toMatchObject({
      name,
      type: 'image/jpeg',
      shelf: 'image',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      addedOn: '2026-11-22',
      stage: 'draft',
      scan: 'unscanned',
    })
    expect(await desk.readBack(file?.id)).toEqual(bytes)
    expect(fixtures.findGps(desk.stored())).toEqual([])
    const dump = JSON.stringify(await desk.rows())
    expect(dump).not.toContain('三楼')
    expect(Buffer.concat((await desk.rows()).map(row => row.sealed_meta))).not.toContain('三楼')
  })

  it.each<[string, string, () => Buffer | Promise<Buffer>]>([
    ['费用清单.pdf', 'pdf', () => fixtures.pdfWithPages(2)],
    ['截图.png', 'image', fixtures.pngWithText],
    ['微信图片.webp', 'image', fixtures.webpWithGps],
    ['录像.mp4', 'video', () => fixtures.mp4OfSize()],
    ['通话.amr', 'audio', fixtures.amrRecording],
    ['说明.docx', 'document', fixtures.docxDocument],
    ['收费系统导出.xlsx', 'document', fixtures.xlsxWorkbook],
    ['电子发票.ofd', 'document', fixtures.ofdDocument],
    ['旧表.xls', 'document', fixtures.legacyOffice],
    ['记录.txt', 'text', fixtures.gb18030Text],
    ['一本.docx', 'document', fixtures.zipBomb],
    ['洪水.png', 'image', fixtures.pixelFlood],
  ])('%s is one of them (%s)', async (name, shelf, make) => {
    await desk.send([{ name, bytes: await make() }])

    expect(await desk.listed()).toMatchObject([{ name, shelf }])
  })

  it('keep their Chinese names, made harmless', async () => {
    const bytes = await fixtures.gifPicture()
    await desk.send(
      ['../../挂床\u202E名单.gif', `${'长'.repeat(300)}.gif`].map(name => ({ name, bytes })),
    )

    expect((await desk.listed()).map(({ name }) => name)).toEqual([
      '挂床名单.gif',
      `${'长'.repeat(100)}….gif`,
    ])
  })

  it('may be Word files with a password: marked, nobody looks inside', async () => {
    const bytes = fixtures.zipOf([{ name: 'word/x', data: Buffer.from('x'), flags: 1 }])
    await desk.send([{ name: '密.docx', bytes }])

    expect(await desk.listed()).toMatchObject([{ locked: true }])
  })

  it('of several chunks come back whole, whatever the length', async () => {
    for (const size of [65_535, 65_536, 65_537, 200_000]) {
      const bytes = Buffer.concat([fixtures.amrRecording(), noise(size)]).subarray(0, size)
      await desk.send([{ name: `${size}.amr`, bytes }])
      const last = (await desk.listed()).at(-1)
      expect((await desk.readBack(last?.id)).equals(bytes)).toBe(true)
      await desk.forget()
    }
  })
})

describe('files that will hardly open', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['清单.pdf', () => Buffer.concat([Buffer.from('%PDF-1.4\n'), noise(5000)])],
    ['三楼.jpg', async () => (await fixtures.jpegWithGps()).subarray(0, 600)],
    ['截图.png', async () => (await fixtures.pngWithText()).subarray(0, -20)],
    ['微信.webp', async () => (await fixtures.webpWithGps()).subarray(0, -20)],
  ])('%s is kept, and nobody is told that it can be seen', async (name, make) => {
    const reply = await desk.send([{ name, bytes: await make() }])

    const files = await desk.listed()
    expect(files).toMatchObject([{ name, whole: false }])
    const { upload } = toUploadList(files, reply.upload?.results ?? [], desk.evidence.limits)
    expect(upload.stored[0]?.state).toBe(
      '传好了，但好像不完整，办案人员可能打不开，请重新拍照或导出，再传一次',
    )
  })

  it('do not include a JPEG to which a phone appended a film', async () => {
    const bytes = Buffer.concat([await fixtures.jpegWithGps(), noise(300_000)])
    await desk.send([{ name: '动态.jpg', bytes }])

    expect(await desk.listed()).toMatchObject([{ whole: true }])
  })
})

describe('pictures under another name', () => {
  it('are taken, and named after what they are', async () => {
    const reply = await desk.send([{ ...(await photo('微信图片.png')), type: 'image/png' }])

    expect(refusals(reply)).toEqual([])
    expect(await desk.listed()).toMatchObject([{ name: '微信图片.jpg', type: 'image/jpeg' }])
  })
})

describe('files that are not taken', () => {
  it.each<[string, string, () => Buffer | Promise<Buffer>]>([
    ['不收 .exe 文件。照片、录音、视频、PDF、Word、Excel 都可以', '工具.exe', fixtures.exeProgram],
    [
      '三楼病房.jpg 其实是 PDF 文件，请把名字的结尾改成 .pdf 再传',
      '三楼病房.jpg',
      () => fixtures.pdfWithPages(1),
    ],
    ['打不开 三楼.jpg，请重新拍照或导出', '三楼.jpg', fixtures.exeProgram],
    ['清单.pdf 是空文件，请换一个', '清单.pdf', () => Buffer.alloc(0)],
    ['图.svg 是网页，请截图，或者存成 PDF 再传', '图.svg', fixtures.svgPicture],
    ['页.txt 是网页，请截图，或者存成 PDF 再传', '页.txt', () => Buffer.from('<html><body>')],
    ['不收 .zip 压缩包，请解开，把里面的文件直接传上来', '全部.zip', fixtures.ofdDocument],
    [
      '打不开 假.docx，请重新拍照或导出',
      '假.docx',
      () => fixtures.zipOf([{ name: 'a', data: noise(200_000) }]),
    ],
    [
      '看不出 数据 是什么文件，请在名字后面加上 .jpg、.pdf 这样的结尾再传',
      '数据',
      () => noise(500),
    ],
    ['打不开 记录.txt，请重新拍照或导出', '记录.txt', () => noise(3000)],
  ])('%s', async (sentence, name, make) => {
    const reply = await desk.send([{ name, bytes: await make() }])

    expect(refusals(reply)).toEqual([sentence])
    expect([await desk.rows(), desk.blobs()]).toEqual([[], []])
  })

  it('because they are too big are told with both sizes', async () => {
    const reply = await desk.send([
      { name: '录像.mp4', bytes: fixtures.mp4OfSize(9 * 1024 * 1024) },
    ])

    expect(refusals(reply)).toEqual(['录像.mp4 有 9.0 MB，每个不能超过 8 MB'])
    expect([await desk.rows(), desk.blobs()]).toEqual([[], []])
  })

  it('do not harm the others', async () => {
    const reply = await desk.send([
      { name: '坏.exe', bytes: fixtures.exeProgram() },
      await photo(),
      { name: '空.pdf', bytes: Buffer.alloc(0) },
      { name: '大.mp4', bytes: fixtures.mp4OfSize(9 * 1024 * 1024) },
      { name: '清单.pdf', bytes: fixtures.pdfWithPages(1) },
    ])

    expect(reply.upload?.results.map(({ ok }) => ok)).toEqual([false, true, false, false, true])
    const list = toUploadList(
      await desk.listed(),
      reply.upload?.results ?? [],
      desk.evidence.limits,
    )
    expect(list.heading).toBe('有 3 个文件没有传上')
    expect(Object.keys(list.errors)).toEqual(['f3', 'f4', 'f5'])
    expect(list.upload.status).toBe('传好 2 个，没传上 3 个')
    expect(desk.blobs()).toHaveLength(2)
  })

  it('because there are enough already are told, also when two windows send at once', async () => {
    const three = await Promise.all(['一.jpg', '二.jpg', '三.jpg'].map(photo))
    const replies = await Promise.all([desk.send(three), desk.send(three)])

    expect(replies.flatMap(refusals)).toEqual(['最多 5 个文件，已经有 5 个，三.jpg 没有保存'])
    expect(await desk.rows()).toHaveLength(5)
    expect(desk.blobs()).toHaveLength(5)
  })

  it('because the disk is full leave nothing, and the others stay', async () => {
    const full = await openUploadDesk({
      wrapBlobs: blobs => ({
        ...blobs,
        write: async (id, source) => {
          await blobs.write(id, source)
          await blobs.remove(id)
          throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
        },
      }),
    })
    const reply = await full.send([await photo()])
    expect(refusals(reply)).toEqual(['三楼病房.jpg 现在存不下，请过一会儿再传，或者打电话告诉我们'])
    expect([await full.rows(), full.blobs()]).toEqual([[], []])
    await full.stop()
  })
})
