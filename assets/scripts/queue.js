// Comfort in the list of cases and on the page of one: ticking many, and what single keys mean there.
;(function () {
  'use strict'
  /* global document, location, URL */

  const bulk = document.getElementById('bulk')
  const picks = () => Array.from(document.querySelectorAll('#bulk [name="pick"]'))
  const chosen = () => picks().filter(box => box.checked)
  const said = document.querySelector('[data-bulk-count]')
  const all = document.querySelector('[data-pick-all]')

  const count = () => {
    const many = chosen().length
    if (said) said.textContent = many === 0 ? '勾选以后一起办：' : '已选 ' + many + ' 件'
    if (all) {
      all.checked = many > 0 && many === picks().length
      all.indeterminate = many > 0 && many < picks().length
    }
  }
  if (bulk) {
    bulk.addEventListener('change', event => {
      if (event.target === all)
        picks().forEach(box => {
          box.checked = all.checked
        })
      count()
    })
    // What was ticked before one went back to the list is still ticked.
    count()
  }

  const row = () =>
    document.querySelector('.st-table tbody tr.is-cursor') ||
    (document.activeElement && document.activeElement.closest('.st-table tbody tr'))
  const caseLink = () => {
    const here = row()
    return here ? here.querySelector('.st-case') : null
  }
  /** The page of the row's case, at another door or tab of it. */
  const openAt = (door, tab) => {
    const link = caseLink()
    if (!link) return
    const to = new URL(link.href)
    to.pathname += door
    if (tab) to.searchParams.set('tab', tab)
    location.assign(to.href)
  }
  const go = selector => {
    const link = document.querySelector(selector)
    if (link) location.assign(link.href)
    return Boolean(link)
  }
  const toDecision = () => {
    const first = document.querySelector('.st-next a, .st-next button')
    if (first) first.focus()
    return Boolean(first)
  }

  const meanings = {
    x: () => {
      const here = row()
      const box = here && here.querySelector('[name="pick"]')
      if (box) box.click()
    },
    a: () => {
      const who = document.querySelector('#bulk select[name="handlers"]')
      if (who && chosen().length > 0) who.focus()
      else if (!go('.st-next a[href*="/assign"]') && bulk) openAt('/assign')
    },
    m: () => {
      if (!go('.st-views a[href*="tab=messages"]')) openAt('', 'messages')
    },
    e: () => {
      if (!toDecision()) openAt('')
    },
  }
  document.addEventListener('single-key', event => {
    if (Object.prototype.hasOwnProperty.call(meanings, event.detail)) meanings[event.detail]()
  })
})()
