import fc from 'fast-check'
import { attachmentHeader, extensionOf, readFileName } from '../../src/files/file-name.rules'

describe('a file name', () => {
  it.each([
    ['三楼病房.jpg', '三楼病房.jpg'],
    ['10 月 12 日通话.m4a', '10 月 12 日通话.m4a'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\zhang\\清单.pdf', '清单.pdf'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['清\u0000单\u0007.p\u200Bdf', '清单.pdf'],
    ['a\r\nSet-Cookie: x.jpg', 'aSet-Cookie: x.jpg'],
    ['...', '未命名'],
    ['.jpg', 'jpg'],
    ['bad.exe. . ', 'bad.exe'],
    ['', '未命名'],
    ['é.jpg', 'é.jpg'],
  ])('%j becomes %j', (sent, name) => {
    expect(readFileName(sent)).toBe(name)
  })

  it('of 300 characters is cut and keeps its extension', () => {
    const name = readFileName(`${'很'.repeat(300)}.JPG`)

    expect(name).toBe(`${'很'.repeat(100)}….JPG`)
    expect(extensionOf(name)).toBe('jpg')
  })

  it('is harmless whatever was sent, and the same when read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), sent => {
        const name = readFileName(sent)
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}/\\]/u)
        expect(name.length).toBeGreaterThan(0)
        expect(name.length).toBeLessThanOrEqual(220)
        expect(readFileName(name)).toBe(name)
      }),
    )
  })
})

describe('the name for a download', () => {
  it('is ASCII outside, the real one inside', () => {
    expect(attachmentHeader("三楼(1)'.jpg", 'evidence')).toBe(
      'attachment; filename="evidence.jpg"; filename*=UTF-8\'\'%E4%B8%89%E6%A5%BC%281%29%27.jpg',
    )
  })

  it('is a legal header whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), sent => {
        expect(attachmentHeader(readFileName(sent))).toMatch(
          /^attachment; filename="file(\.[a-z0-9]{1,8})?"; filename\*=UTF-8''[\w.!~%&+$^`|-]+$/,
        )
      }),
    )
  })
})
