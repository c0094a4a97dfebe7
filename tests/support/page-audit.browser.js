// Runs inside the page that is audited (page-audit.ts puts it there). Every check answers with a list of
// faults in words.
/* global axe, document, window, getComputedStyle, scrollX, scrollY */
window.pageAudit = {
  size: wanted => {
    document.documentElement.classList.remove('jb-text-l', 'jb-text-xl')
    if (wanted !== '') document.documentElement.classList.add(wanted)
    return []
  },

  rules: async runOnly => {
    const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => ({
      id,
      places: nodes.map(({ target }) => target.join(' ')).join(', '),
    }))
  },

  frame: () => {
    const faults = []
    if (document.documentElement.lang !== 'zh-CN') faults.push('no lang')
    if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1')
    if (document.title.trim() === '') faults.push('no title')
    if (document.querySelector('[style], style, script:not([src])') !== null)
      faults.push('style or script inside the page')
    const failed = document.querySelector('.jb-errors') !== null
    if (failed && !document.title.startsWith('出错了：')) faults.push('title does not say 出错了')
    const banned = /undefined|NaN|\[object|非法|无效|抱歉|系统错误|操作失败|请输入正确的/
    const found = banned.exec(document.body.innerText)
    if (found !== null) faults.push(`a banned word: ${found[0]}`)
    return faults
  },

  sticksOut: where => {
    const limit = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= limit) return []
    const guilty = [...document.querySelectorAll('body *')].filter(element => {
      const { width, right } = element.getBoundingClientRect()
      return width > 0 && right > limit + 1 && !element.closest('.govuk-visually-hidden, thead')
    })
    const names = guilty.slice(0, 4).map(element => element.className || element.tagName)
    return [`scrolls sideways at ${where}: ${names.join(', ')}`]
  },

  // WCAG 2.5.8. A link inside a sentence is excepted there, and what nobody sees is no target.
  smallTargets: least => {
    const kinds = 'a, button, input:not([type=hidden]), select, textarea, summary'
    const excepted = 'p, dd, li p, .govuk-visually-hidden, thead, .jb-trap, .govuk-skip-link'
    return [...document.querySelectorAll(kinds)]
      .filter(element => !element.closest(excepted))
      .flatMap(element => {
        const own = element.getBoundingClientRect()
        const around = element.closest('label')?.getBoundingClientRect() ?? own
        const height = Math.max(own.height, around.height)
        const width = Math.max(own.width, around.width)
        const seen = own.width > 0 && own.height > 0
        return seen && (height < least || width < least)
          ? [`target under ${least}px: ${(element.textContent || element.id).trim().slice(0, 20)}`]
          : []
      })
  },

  focus: () => {
    const element = document.activeElement
    if (element === null || element === document.body) return []
    const { outlineStyle, boxShadow } = getComputedStyle(element.closest('.jb-choice') ?? element)
    const box = element.getBoundingClientRect()
    const name = (element.textContent || element.id || element.tagName).trim().slice(0, 20)
    const place = `${name} ${Math.round(box.left + scrollX)} ${Math.round(box.top + scrollY)}`
    return [place, outlineStyle !== 'none' || boxShadow !== 'none' ? 'seen' : 'unseen']
  },
}
