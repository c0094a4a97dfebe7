import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createCopyFinder } from '../../src/masking/copied.rules'
import { makeArchive } from '../../src/transfers/archive'
import { digestOf } from '../../src/transfers/digest'
import {
  actionsFor,
  answers,
  course,
  needsReason,
  passwordFrom,
  transferStates,
} from '../../src/transfers/transfer.rules'
import { readApart } from './second-reader'

const wang = { id: 'wang', writes: true, approves: false }
const gao = { id: 'gao', writes: true, approves: true }

it('is approved by a second person alone, and goes one way', () => {
  const asked = { state: 'asked', madeBy: 'wang', askedBy: 'wang' } as const
  expect(actionsFor(asked, wang)).toEqual(['drop'])
  expect(actionsFor(asked, gao)).toEqual(['approve', 'decline', 'drop'])
  expect(actionsFor({ ...asked, madeBy: 'gao' }, gao)).toEqual(['drop'])
  expect(actionsFor({ ...asked, askedBy: 'gao' }, gao)).toEqual(['drop'])
  for (const state of transferStates) {
    const can = actionsFor({ state, madeBy: 'wang', askedBy: 'wang' }, gao)
    const ends = ['declined', 'dropped', 'answered'].includes(state)
    expect([state, can.length === 0]).toEqual([state, ends])
  }
  // Nothing leaves that was not approved.
  expect(course.pack.from).toEqual(['approved', 'left'])
  expect(answers.filter(needsReason)).toEqual(['refused', 'returned'])
})

it('gives another number to any other name, size, print or order', () => {
  const one = { name: '01-移送书.pdf', size: 10, sha256: 'a'.repeat(64) }
  const two = { name: '02-报告.pdf', size: 11, sha256: 'b'.repeat(64) }
  const all = [
    [one, two],
    [two, one],
    [one],
    [{ ...one, size: 11 }, two],
    [{ ...one, name: '01-移送书2.pdf' }, two],
    [{ ...one, sha256: 'c'.repeat(64) }, two],
  ].map(digestOf)
  expect(new Set(all).size).toBe(all.length)
})

it('makes passwords of a hundred bits without signs that look alike', () => {
  expect(passwordFrom(Buffer.alloc(20))).toBe('22222-22222-22222-22222')
  expect(passwordFrom(Buffer.alloc(20, 255))).toMatch(/^([2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}$/)
})

it('finds what was copied, whatever stands between the signs, and nothing that merely sounds alike', () => {
  const find = createCopyFinder([
    '那天夜里三楼的病床全都空着，可是账上写着二十七个人住院，护士长让我们别说。',
  ])
  expect(find('经查，那天夜里三楼的病床 全都空着；可是账上写着二十七个人住院。')).not.toBe('')
  expect(find('三楼夜里没有病人，账面上有二十七人住院。')).toBe('')
  expect(createCopyFinder([])('什么都可以写')).toBe('')
})

it('makes one archive under AES-256, which a program apart opens with the password alone', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'transfer-'))
  const large = Buffer.alloc(3_000_000, 'x')
  const files = [
    { name: '00-目录.pdf', bytes: Buffer.from('PLAIN-CANARY 目录') },
    { name: '01-空.txt', bytes: Buffer.alloc(0) },
    { name: '02-大.png', bytes: large },
  ]
  const pieces: Buffer[] = []

  const read = (bytes: Buffer) =>
    async function* () {
      for (let at = 0; at < bytes.length; at += 1_000_000)
        yield await Promise.resolve(bytes.subarray(at, at + 1_000_000))
    }
  const sources = files.map(({ name, bytes }) => ({ name, read: read(bytes) }))
  const wish = { files: sources, password: 'ABCDE-FGHJK', at: new Date('2026-11-23T02:00:00Z') }
  await makeArchive(wish, bytes => {
    pieces.push(bytes)
    return Promise.resolve()
  })
  const archive = path.join(folder, 'a.zip')
  writeFileSync(archive, Buffer.concat(pieces))
  expect(Buffer.concat(pieces)).not.toContain('PLAIN-CANARY')
  const opened = readApart(archive, 'ABCDE-FGHJK')
  expect(opened.map(({ name, size }) => [name, size])).toEqual(
    files.map(({ name, bytes }) => [name, bytes.length]),
  )
  expect(opened.every(({ encrypted, strength }) => encrypted && strength === 3)).toBe(true)
  expect(() => readApart(archive, 'WRONG')).toThrow('not opened')
  // Another make reads its list, and opens nothing.
  const list =
    'import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nprint(*[i.filename+str(i.flag_bits&1) for i in z.infolist()],sep="\\n")'
  const python = spawnSync('python3', ['-c', list, archive], { encoding: 'utf8' })
  expect(python.stdout.trim().split('\n')).toEqual(files.map(({ name }) => `${name}1`))
  rmSync(folder, { recursive: true })

  const broken = async function* () {
    yield await Promise.resolve(Buffer.from('a'))
    throw new Error('not the bytes that were looked at')
  }
  const bad = { ...wish, files: [{ name: 'a', read: broken }] }
  await expect(makeArchive(bad, () => Promise.resolve())).rejects.toThrow('looked at')
})
