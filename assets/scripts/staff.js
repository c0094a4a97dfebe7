// Comfort on the staff entrance: keys, one click per form, counters. Every page works without it.
;(function () {
  'use strict'
  /* global document, window, location, CustomEvent */

  const each = (selector, work) => {
    document.querySelectorAll(selector).forEach(work)
  }
  const follow = selector => {
    const link = document.querySelector(selector)
    if (link) location.assign(link.href)
  }

  each('[data-js]', part => {
    part.hidden = false
  })
  each('[data-print]', button => {
    button.hidden = false
    button.addEventListener('click', () => {
      window.print()
    })
  })

  // Work that goes on is looked at again by itself; without scripts by the link. A meta refresh could not be stopped.
  each('a[data-watch]', link => {
    window.setInterval(
      () => {
        if (!document.hidden) location.replace(link.href)
      },
      Number(link.dataset.watch) * 1000,
    )
  })

  // Single keys can be switched off (WCAG 2.1.4), by the person's own page: the choice goes where they go.
  const on = document.body.dataset.keys !== 'off'

  // The cursor moves real focus, so that screen readers go with it.
  const move = step => {
    const links = Array.from(document.querySelectorAll('.st-table tbody .st-case'))
    if (links.length === 0) return
    const row = document.querySelector('.st-table tbody tr.is-cursor')
    const at = links.findIndex(link => row && row.contains(link))
    const next = links[Math.min(links.length - 1, Math.max(0, at + step))]
    if (row) row.classList.remove('is-cursor')
    next.closest('tr').classList.add('is-cursor')
    next.focus()
  }

  const help = () => {
    const part = document.getElementById('keys-help')
    if (!part) return
    part.open = true
    part.querySelector('summary').focus()
  }
  const toFilter = () => {
    const box = document.querySelector('.st-filterbox')
    if (box && window.getComputedStyle(box.querySelector('summary')).display !== 'none') {
      box.open = true
    }
    const field = document.querySelector('.st-filter input, .st-filter select')
    if (field) field.focus()
  }
  const keys = {
    j: () => {
      move(1)
    },
    k: () => {
      move(-1)
    },
    o: () => {
      follow('.st-table tbody tr.is-cursor .st-case')
    },
    '[': () => {
      follow('[data-prev], a[rel="prev"]')
    },
    ']': () => {
      follow('[data-next], a[rel="next"]')
    },
    '/': toFilter,
    '?': help,
  }

  let afterG = 0
  // A box that is ticked or not takes no letters.
  const fields =
    'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable]'
  const meantForField = event => event.target.closest(fields) !== null
  document.addEventListener('keydown', event => {
    if (event.isComposing || event.keyCode === 229) return
    if (event.ctrlKey || event.metaKey || event.altKey || meantForField(event) || !on) return
    const key = event.key.toLowerCase()
    if (afterG > 0 && event.timeStamp - afterG < 1500) {
      afterG = 0
      follow('[data-key="' + key.replace(/[^a-z]/g, '') + '"]')
      return
    }
    if (key === 'g') {
      afterG = event.timeStamp
      return
    }
    const named = document.querySelector('[data-press="' + key.replace(/[^a-z]/g, '') + '"]')
    if (named) {
      event.preventDefault()
      named.click()
      return
    }
    if (!Object.prototype.hasOwnProperty.call(keys, key)) {
      // What else a key may mean, the part of the page knows that it is about.
      document.dispatchEvent(new CustomEvent('single-key', { detail: key }))
      return
    }
    event.preventDefault()
    keys[key]()
  })

  // Ctrl+Enter (or Cmd+Enter) presses the main button from any field, also from a text of many lines.
  each('form[data-ctrl-enter]', form => {
    form.addEventListener('keydown', event => {
      if (event.isComposing || event.keyCode === 229) return
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      const main = form.querySelector('.st-btn--main') || form.querySelector('button')
      if (!main || main.disabled) return
      event.preventDefault()
      main.click()
    })
  })

  each('form[method="post"]', form => {
    form.addEventListener('submit', event => {
      const button = event.submitter || form.querySelector('button:not([type="button"])')
      if (!button) return
      window.setTimeout(() => {
        each('button', other => {
          if (form.contains(other) && !other.disabled) {
            other.disabled = true
            other.dataset.held = 'yes'
          }
        })
        button.dataset.word = button.innerHTML
        button.textContent = button.dataset.busy || '正在提交…'
      }, 0)
    })
  })
  window.addEventListener('pageshow', event => {
    if (!event.persisted) return
    each('[data-held]', button => {
      button.disabled = false
      delete button.dataset.held
    })
    each('[data-word]', button => {
      button.innerHTML = button.dataset.word
      delete button.dataset.word
    })
  })

  each('[data-counter-for]', counter => {
    const field = document.getElementById(counter.dataset.counterFor)
    const limit = field ? Number(field.dataset.limit) : 0
    if (!limit) return
    counter.setAttribute('role', 'status')
    const show = () => {
      const left = limit - Array.from(field.value.replace(/\r\n/g, '\n')).length
      counter.textContent = left < 0 ? '现在多了 ' + -left + ' 字' : '还可以写 ' + left + ' 字'
    }
    let wait
    field.addEventListener('input', () => {
      window.clearTimeout(wait)
      wait = window.setTimeout(show, 500)
    })
    show()
  })

  const errors = document.getElementById('errors')
  if (errors) errors.focus()
})()
