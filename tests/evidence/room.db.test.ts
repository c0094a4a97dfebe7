import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import type { ClientRequest } from 'node:http'
import * as fixtures from '../support/fixtures'
import { multipart, noise, openUploadDesk, waitFor, type UploadDesk } from '../support/upload-desk'

// How many may send at once, and how much of the disk files may take.

const MB = 1024 * 1024
const most = 40

let desk: UploadDesk
let free: number

const used = (): number =>
  desk
    .blobs()
    .reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)

beforeAll(async () => {
  desk = await openUploadDesk({ free: () => free - used(), reserveBytes: 100 * MB })
})
afterAll(() => desk.stop())
beforeEach(() => {
  free = Number.POSITIVE_INFINITY
})
afterEach(() => desk.forget())

const photo = async (size = 0) => ({
  name: '照片.jpg',
  bytes: Buffer.concat([await fixtures.jpegWithGps(), noise(size)]),
  type: 'image/jpeg',
})
const full = { status: 503, code: 'database.full' }

/** Announces a whole form, sends the beginning of it, and waits. */
const dawdle = (body: Buffer): ClientRequest => {
  const asked = desk.start({ 'content-length': body.length })
  asked.on('error', () => undefined)
  asked.write(body.subarray(0, body.length - 1000))
  return asked
}

describe('the reserve of the disk', () => {
  it('is never touched: what would leave less is not taken, what leaves enough is', async () => {
    free = 101 * MB
    expect(await desk.send([await photo(2 * MB)])).toEqual(full)
    expect([desk.blobs(), await desk.rows()]).toEqual([[], []])

    expect((await desk.send([await photo()])).status).toBe(200)
    expect(await desk.rows()).toHaveLength(1)
  })

  it('lets a short form through, whose words are read and whose files are not taken', async () => {
    free = 100 * MB
    const { status, upload } = await desk.send([await photo()])

    expect(status).toBe(200)
    expect(upload?.results).toEqual([{ ok: false, name: '照片.jpg', code: 'no-room', values: {} }])
    expect([desk.blobs(), await desk.rows()]).toEqual([[], []])
    expect((await desk.send([])).upload?.results).toEqual([])
  })

  it('counts what others have announced, until they have ended', async () => {
    free = 104 * MB
    const slow = dawdle(multipart({ _csrf: 'right' }, [await photo(3 * MB)]))
    await waitFor(() => desk.blobs().length === 1)
    expect(await desk.send([await photo(2 * MB)])).toEqual(full)

    slow.destroy()
    await waitFor(() => desk.blobs().length === 0)
    expect((await desk.send([await photo(2 * MB)])).status).toBe(200)
  })

  it('is not touched by who does not say how much will come', async () => {
    free = 103 * MB
    const unannounced = async (size: number) => {
      const body = multipart({ _csrf: 'right' }, [await photo(size)])
      return desk.post(body, { 'transfer-encoding': 'chunked' })
    }

    expect((await unannounced(6 * MB)).upload?.results).toEqual([
      { ok: false, name: '照片.jpg', code: 'no-room', values: {} },
    ])
    expect([desk.blobs(), await desk.rows()]).toEqual([[], []])
    expect((await unannounced(1 * MB)).upload?.results).toMatchObject([{ ok: true }])
  })

  it('says too large to what is too large, however it is announced', async () => {
    free = 10_000 * MB
    const reply = await desk.post(Buffer.from(''), { 'content-length': 9_000 * MB })
    expect(reply).toMatchObject({ status: 413, code: 'evidence.request' })
  })
})

it('whoever comes when as many as may are sending is told so, and finds room when one has ended', async () => {
  const body = multipart({ _csrf: 'right', once: randomUUID() }, [await photo(100_000)])
  const slow = Array.from({ length: most }, () => dawdle(body))
  await waitFor(() => desk.blobs().length === most)

  expect(await desk.send([await photo()])).toEqual({ status: 503, code: 'evidence.uploads-busy' })
  expect(await desk.rows()).toEqual([])

  slow[0]?.destroy()
  await waitFor(() => desk.blobs().length === most - 1)
  expect((await desk.send([await photo()])).status).toBe(200)
  for (const asked of slow) asked.destroy()
  await waitFor(() => desk.blobs().length === 1)
}, 30_000)
