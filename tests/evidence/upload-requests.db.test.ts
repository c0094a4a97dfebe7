import { randomUUID } from 'node:crypto'
import { refused } from '../../src/platform/errors'
import * as fixtures from '../support/fixtures'
import { multipart, noise, openUploadDesk, type UploadDesk } from '../support/upload-desk'

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

describe('a form', () => {
  it('sent twice stores its files once, one after the other or both at once', async () => {
    const fields = { _csrf: 'right', once: randomUUID() }
    const files = [await photo('一.jpg'), { name: '二.pdf', bytes: fixtures.pdfWithPages(1) }]
    const first = await desk.send(files, fields)
    const again = await Promise.all([desk.send(files, fields), desk.send(files, fields)])

    expect(await desk.rows()).toHaveLength(2)
    expect(desk.blobs()).toHaveLength(2)
    for (const { upload } of again) expect(upload).toEqual({ ...first.upload, stored: 0 })
  })

  it('that repeats its number with another file stores that file', async () => {
    const fields = { _csrf: 'right', once: randomUUID() }
    await desk.send([await photo('一.jpg')], fields)
    await desk.send([{ name: '二.pdf', bytes: fixtures.pdfWithPages(1) }], fields)

    expect(await desk.listed()).toHaveLength(2)
  })

  it('hands on its text fields, notes too', async () => {
    const id = randomUUID()
    const { upload } = await desk.send([], {
      _csrf: 'right',
      go: 'next',
      [`note[${id}]`]: '第 2 页',
    })

    expect(upload?.fields).toEqual({ _csrf: 'right', go: 'next', [`note[${id}]`]: '第 2 页' })
    expect(upload?.results).toEqual([])
  })

  it.each([
    ['with a wrong token', { _csrf: 'wrong' }],
    ['without a token', {}],
  ])('%s stores nothing', async (_name, fields) => {
    const reply = await desk.send([await photo()], fields)

    expect(reply).toMatchObject({ status: 403, code: 'csrf' })
    expect(await desk.send([], fields as Record<string, string>)).toMatchObject({ status: 403 })
    expect([await desk.rows(), desk.blobs()]).toEqual([[], []])
  })

  it('whose token comes after the files stores nothing', async () => {
    const { name, bytes } = await photo()
    const late = multipart({}, [{ name, bytes }])
    const reply = await desk.post(
      Buffer.concat([late.subarray(0, late.length - 16), multipart({ _csrf: 'right' }, [])]),
    )

    expect(reply).toMatchObject({ status: 403, code: 'csrf' })
    expect(desk.blobs()).toEqual([])
  })

  it('is undone with its blobs when the case does not take files any more', async () => {
    desk.more.place = { afterStored: () => Promise.reject(refused('draft.gone')) }
    const reply = await desk.send([await photo()])

    expect(reply).toMatchObject({ status: 409, code: 'draft.gone' })
    expect([await desk.rows(), desk.blobs()]).toEqual([[], []])
  })
})

describe('a request', () => {
  it('that announces more than can be allowed is answered before it is read', async () => {
    const reply = await new Promise<number | undefined>((resolve, reject) => {
      const asked = desk.start({ 'content-length': 60 * 1024 ** 3 })
      asked.on('response', answer => {
        resolve(answer.statusCode)
        asked.destroy()
      })
      asked.on('error', reject)
      asked.flushHeaders()
    })

    expect(reply).toBe(413)
  })

  it('without a length is stopped when it goes on for ever', async () => {
    const part = noise(1024 * 1024)
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = desk.start({ 'transfer-encoding': 'chunked' })
      let answered = false
      asked.on('response', answer => {
        answered = true
        resolve(answer.statusCode)
        asked.destroy()
      })
      asked.on('error', error => {
        if (!answered) reject(error)
      })
      const head = multipart({ _csrf: 'right' }, [
        { name: '无尽.amr', bytes: fixtures.amrRecording() },
      ])
      asked.write(head.subarray(0, head.length - 20))
      const more = () => {
        if (!answered) asked.write(part, () => setImmediate(more))
      }
      more()
    })

    expect(status).toBe(413)
    expect([await desk.rows(), desk.blobs()]).toEqual([[], []])
  })

  it('that breaks off in the middle leaves no row and no blob, not even of the files before', async () => {
    const whole = multipart({ _csrf: 'right', once: randomUUID() }, [
      await photo(),
      { name: '录像.mp4', bytes: fixtures.mp4OfSize(3_000_000) },
    ])
    for (const part of [0.1, 0.5, 0.99]) await desk.breakOff(whole, whole.length * part)

    expect([await desk.rows(), desk.blobs()]).toEqual([[], []])
  })

  it('whose body is cut off by a proxy is told so', async () => {
    const whole = multipart({ _csrf: 'right' }, [await photo()])
    const reply = await desk.post(whole.subarray(0, whole.length - 400))

    expect(reply).toMatchObject({ status: 400, code: 'evidence.cut' })
    expect([await desk.rows(), desk.blobs()]).toEqual([[], []])
  })
})
