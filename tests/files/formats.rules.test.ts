import { formats, judge } from '../../src/files/format.rules'

it('knows each extension and each code once', () => {
  const extensions = formats.flatMap(format => format.extensions)
  const codes = formats.map(format => format.code)

  expect(new Set(extensions).size).toBe(extensions.length)
  expect(new Set(codes).size).toBe(codes.length)
})

describe('a file', () => {
  it.each([
    ['jpg', 'image/jpeg', 'jpg', 'jpeg'],
    ['jpeg', '', 'jpg', 'jpeg'],
    ['jpg', 'image/pjpeg', 'jpg', 'jpeg'],
    ['heic', 'image/heic', 'heic', 'heic'],
    ['m4a', 'audio/x-m4a', 'mp4', 'm4a'],
    ['mov', 'video/quicktime', 'mov', 'mp4'],
    ['amr', 'application/octet-stream', 'amr', 'amr'],
    ['csv', 'application/vnd.ms-excel', 'text', 'text'],
    ['docx', 'application/x-zip-compressed', 'zip:word/', 'docx'],
    ['xlsx', '', 'cfb', 'xlsx'],
    ['wps', 'application/kswps', 'cfb', 'doc'],
    ['ofd', 'application/ofd', 'zip:OFD.xml', 'ofd'],
  ])('named .%s, declared %j, holding %s is taken as %s', (extension, declared, magic, code) => {
    expect(judge(extension, declared, [magic])).toMatchObject({ ok: true, format: { code } })
  })

  it.each([
    ['exe', '', 'exe', 'kind'],
    ['', '', 'exe', 'unknown'],
    ['zip', '', 'zip:word/', 'archive'],
    ['html', 'text/html', 'html', 'web-page'],
    ['svg', 'image/svg+xml', 'html', 'web-page'],
    ['txt', 'text/plain', 'html', 'web-page'],
    ['jpg', 'text/html', 'jpg', 'web-page'],
    ['jpg', 'image/jpeg', 'exe', 'mismatch'],
    ['jpg', 'application/pdf', 'jpg', 'mismatch'],
    ['pdf', 'image/jpeg', 'pdf', 'mismatch'],
    ['docx', '', 'zip:xl/', 'mismatch'],
    ['ofd', '', 'zip:word/', 'mismatch'],
  ])('named .%s, declared %j, holding %s is refused: %s', (extension, declared, magic, code) => {
    expect(judge(extension, declared, [magic])).toMatchObject({ ok: false, code })
  })

  it('that is another kind is said to be that', () => {
    expect(judge('jpg', 'image/jpeg', ['pdf'])).toMatchObject({ instead: { code: 'pdf' } })
    expect(judge('xls', '', ['zip:xl/'])).toMatchObject({ instead: { code: 'xlsx' } })
  })

  it('without an extension gets the one of its content', () => {
    expect(judge('', '', ['jpg'])).toMatchObject({ ok: true, addExtension: true })
  })
})
