import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter(file =>
  file.endsWith('.ejs'),
)

describe.each(views)('views/%s', view => {
  const source = readFileSync(path.join('views', view), 'utf8')

  it('prints raw HTML only to include another view', () => {
    expect(source.match(/<%-(?!\s*include\()[^%]*%>/g) ?? []).toEqual([])
  })

  it('holds no logic beyond if and for', () => {
    expect(source).not.toMatch(
      /<%[^=-][^%]*\b(const|let|var|function|await|require)\b(?![^%]*\bof\b)/,
    )
  })

  it('has no style, script or handler of its own', () => {
    const markup = source.replaceAll(/<%[\s\S]*?%>/g, '')

    expect(markup).not.toMatch(/\sstyle=|<style|javascript:|\son[a-z]+=/i)
    expect(markup).not.toMatch(/<script(?![^>]*\ssrc=)/i)
  })

  it('loads nothing from elsewhere', () => {
    expect(source).not.toMatch(/\s(?:src|srcset|action|data|poster)="(?:https?:)?\/\//i)
  })

  it('has the form token first in every form that is posted', () => {
    const forms = source.match(/<form[^>]*method="post"[^>]*>\s*(?:<%-[^%]*%>)?/gi) ?? []

    expect(forms.filter(form => !/include\(['"]\/partials\/csrf['"]\)/.test(form))).toEqual([])
  })
})
