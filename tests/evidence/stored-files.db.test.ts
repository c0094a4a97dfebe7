import { randomUUID } from 'node:crypto'
import { copyFileSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { noteErrors, toUploadList } from '../../src/evidence'
import type { CaseId, EvidenceId } from '../../src/vocabulary/ids'
import * as fixtures from '../support/fixtures'
import { multipart, noise, openUploadDesk, waitFor, type UploadDesk } from '../support/upload-desk'

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

describe('a draft', () => {
  const sendOne = async () => {
    const { upload } = await desk.send([await photo()])
    const [first] = upload?.results ?? []
    return first?.ok === true ? first.id : ('' as EvidenceId)
  }

  it('keeps notes of its own files only', async () => {
    const id = await sendOne()
    const notes = { [id]: '收费处旁边', [randomUUID()]: '别人的' }
    await desk.db.inTransaction(tx => desk.evidence.saveNotes(tx, desk.open, notes, 200))

    expect(await desk.listed()).toMatchObject([{ note: '收费处旁边' }])
  })

  it('keeps the old note when the new one is too long, and says by how much', async () => {
    const id = await sendOne()
    const { db, evidence, open } = desk
    await db.inTransaction(tx => evidence.saveNotes(tx, open, { [id]: '旧' }, 200))
    const notes = { [id]: '长'.repeat(203) }
    await db.inTransaction(tx => evidence.saveNotes(tx, open, notes, 200))

    const errors = noteErrors(notes, 200)
    expect(errors).toEqual({ [`note-${id}`]: '说明最多 200 字，现在多了 3 字' })
    const files = await desk.listed()
    expect(files).toMatchObject([{ note: '旧' }])
    const { upload } = toUploadList(files, [], evidence.limits, { notes, errors })
    expect(upload.stored).toMatchObject([{ note: notes[id], noteError: errors[`note-${id}`] }])
  })

  it('loses a file that is removed, twice or from another case without harm', async () => {
    const id = await sendOne()
    const { db, evidence, open } = desk
    const other = randomUUID() as CaseId
    await db.inTransaction(tx => evidence.removeDraftFile(tx, other, id))
    await db.inTransaction(tx => evidence.removeDraftFile(tx, open.caseId, '全部' as EvidenceId))
    expect(await desk.listed()).toHaveLength(1)
    expect(desk.blobs()).toHaveLength(1)
    await db.inTransaction(tx => evidence.removeDraftFile(tx, open.caseId, id))
    await db.inTransaction(tx => evidence.removeDraftFile(tx, open.caseId, id))
    expect(await desk.listed()).toEqual([])
    // Its bytes as well, at once and for good.
    expect(desk.blobs()).toEqual([])
  })

  it('keeps the bytes of a file whose removal did not come to its end', async () => {
    const id = await sendOne()
    const { db, evidence, open } = desk
    const failed = db.inTransaction(async tx => {
      await evidence.removeDraftFile(tx, open.caseId, id)
      await evidence.dropDraft(tx, desk.draftId)
      throw new Error('after it')
    })

    await expect(failed).rejects.toThrow('after it')
    expect(desk.blobs()).toHaveLength(1)
    expect(await desk.readBack(id)).toEqual((await photo()).bytes)
  })

  it('goes with a draft that is thrown away, bytes and all; what was sent stays', async () => {
    await desk.send([await photo('一.jpg'), await photo('二.jpg')])
    const [first] = await desk.rows()
    if (first === undefined) throw new Error('two files were sent')
    await desk
      .tables('evidence_files')
      .where({ id: first.id })
      .update({ stage: 'sent', draft_id: null })
    await desk.db.inTransaction(tx => desk.evidence.dropDraft(tx, desk.draftId))

    expect(desk.blobs()).toHaveLength(1)
    expect(await desk.readBack(first.id)).toEqual((await photo()).bytes)
  })

  it("has files that open under its case's key only, and in their own row only", async () => {
    await sendOne()
    await sendOne()
    const [one, two] = await desk.rows()
    if (one === undefined || two === undefined) throw new Error('two files were sent')
    await desk.tables('evidence_files').where({ id: one.id }).update({ sealed_key: two.sealed_key })

    const moved = desk.db.inTransaction(tx => desk.evidence.openOriginal(tx, desk.open, one.id))
    await expect(moved).rejects.toMatchObject({ kind: 'broken' })
  })
})

describe('the sweep', () => {
  it('takes what a killed server left half written, in which nothing is in clear', async () => {
    const { name, bytes } = await photo()
    const whole = multipart({ _csrf: 'right' }, [
      { name, bytes: Buffer.concat([bytes, noise(6_000_000)]) },
    ])
    const asked = desk.start({ 'content-length': whole.length })
    asked.on('error', () => undefined)
    asked.write(whole.subarray(0, 4_000_000))
    await waitFor(() => desk.stored().length > 500_000)
    expect(fixtures.findGps(desk.stored())).toEqual([])
    const [partial = ''] = desk.blobs()
    const left = path.join(path.dirname(partial), randomUUID())
    copyFileSync(partial, left)
    asked.destroy()
    await waitFor(() => desk.blobs().length === 1)

    const day = 24 * 60 * 60
    const now = Date.parse('2026-11-22T02:00:00Z') / 1000
    utimesSync(left, now, now - day + 60)
    expect(await desk.evidence.sweep()).toEqual({ removed: 0 })
    utimesSync(left, now, now - day - 60)
    expect(await desk.evidence.sweep()).toEqual({ removed: 1 })
    expect(desk.blobs()).toEqual([])
  })

  it('takes what no row names once it is old enough, and spares the rest', async () => {
    await desk.send([await photo('留.jpg'), await photo('删.jpg')])
    const [, second] = await desk.rows()
    if (second === undefined) throw new Error('two files were sent')
    await desk.tables('evidence_files').where({ id: second.id }).delete()
    expect(desk.blobs()).toHaveLength(2)

    desk.setNow('2026-11-23T15:59:00Z')
    expect(await desk.evidence.sweep()).toEqual({ removed: 0 })
    expect(desk.blobs()).toHaveLength(2)

    desk.setNow('2026-11-24T02:00:00Z')
    expect(await desk.evidence.sweep()).toEqual({ removed: 1 })
    expect(desk.blobs()).toHaveLength(1)
    expect(await desk.readBack((await desk.listed())[0]?.id)).toEqual((await photo()).bytes)
    desk.setNow('2026-11-22T02:00:00Z')
  })
})
