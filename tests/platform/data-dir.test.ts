import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { markRealFiles, refuseRealFiles } from '../../src/platform/data-dir'

const demonstration = { demonstration: true, service: true }
const real = { demonstration: false, service: true }

let home: string
beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'mingshao-data-'))
})
afterEach(() => rm(home, { recursive: true }))

const store = async () => {
  await mkdir(path.join(home, 'blobs', 'ab'), { recursive: true })
  await writeFile(path.join(home, 'blobs', 'ab', 'abcdef00-0000-4000-8000-000000000001'), 'sealed')
}

describe('a demonstration', () => {
  it('opens a new directory, and its own', async () => {
    await refuseRealFiles(path.join(home, 'not-there'), demonstration)
    await refuseRealFiles(home, demonstration)
    await mkdir(path.join(home, 'postgres'))
    await store()
    await expect(refuseRealFiles(home, demonstration)).resolves.toBeUndefined()
  })

  it('does not open files that lie there without its database', async () => {
    await store()
    await expect(refuseRealFiles(home, demonstration)).rejects.toMatchObject({
      code: 'demonstration.real-files',
    })
    expect(await readdir(home)).toEqual(['blobs'])
  })

  it('does not open what a real service has marked, even where one lay before', async () => {
    await mkdir(path.join(home, 'postgres'))
    await markRealFiles(home, real)
    await markRealFiles(home, real)
    await expect(refuseRealFiles(home, demonstration)).rejects.toMatchObject({
      code: 'demonstration.real-files',
    })
    await expect(refuseRealFiles(home, real)).resolves.toBeUndefined()
  })
})

it('is marked by the real service alone', async () => {
  await markRealFiles(home, demonstration)
  await markRealFiles(home, { demonstration: false, service: false })
  expect(await readdir(home)).toEqual([])
})
