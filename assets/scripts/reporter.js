// Comfort on the reporter entrance. Every page works without it.
;(function () {
  'use strict'
  /* global document, window, location, navigator */

  const each = (selector, work) => {
    document.querySelectorAll(selector).forEach(work)
  }

  // Leaving: replaces this page in the history. Esc, because Shift switches Chinese input methods;
  // and never while composing, where Esc only closes the list of characters.
  const exit = document.body.dataset.exit
  if (exit) {
    const leave = () => {
      document.body.hidden = true
      location.replace(exit)
    }
    let presses = []
    document.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || event.isComposing || event.keyCode === 229) return
      presses = presses.filter(at => event.timeStamp - at < 2000).concat(event.timeStamp)
      if (presses.length < 3) return
      // Unprevented, this very Esc would make the browser stop loading the page that is being left for.
      event.preventDefault()
      leave()
    })
    each('.jb-exit', link => {
      link.addEventListener('click', event => {
        event.preventDefault()
        leave()
      })
    })
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

  each('[data-copy]', button => {
    const source = document.querySelector(button.dataset.copy)
    if (!source) return
    const word = button.textContent
    const select = () => {
      const range = document.createRange()
      range.selectNodeContents(source)
      window.getSelection().removeAllRanges()
      window.getSelection().addRange(range)
    }
    const say = text => {
      button.textContent = text
      window.setTimeout(() => {
        button.textContent = word
      }, 3000)
    }
    button.hidden = false
    button.setAttribute('aria-live', 'polite')
    button.addEventListener('click', () => {
      if (!navigator.clipboard) {
        select()
        say(document.execCommand('copy') ? '已复制' : '已选中，请用菜单里的“复制”')
        return
      }
      navigator.clipboard.writeText(source.textContent.trim()).then(
        () => {
          say('已复制')
        },
        () => {
          select()
          say('已选中，请用菜单里的“复制”')
        },
      )
    })
  })

  // The picture of the receipt is drawn for who asks for it, and shown in place: the page stays.
  each('[data-picture]', link => {
    const figure = document.querySelector(link.dataset.picture)
    const picture = figure && figure.querySelector('img')
    if (!picture) return
    link.addEventListener('click', event => {
      event.preventDefault()
      picture.onload = () => {
        figure.hidden = false
        figure.focus()
      }
      picture.onerror = () => {
        location.assign(link.href)
      }
      picture.src = picture.dataset.src
    })
  })

  // One click, one report. The button is switched off after the form has taken its value.
  each('form[method="post"]:not([data-quiet])', form => {
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
  // A page that comes back from the browser's memory must be usable again.
  window.addEventListener('pageshow', event => {
    if (!event.persisted) return
    document.body.hidden = false
    each('[data-held]', button => {
      button.disabled = false
      delete button.dataset.held
    })
    each('[data-word]', button => {
      button.innerHTML = button.dataset.word
      delete button.dataset.word
    })
  })

  // The counter waits for a pause, so that a screen reader is not interrupted at every letter.
  each('[data-counter-for]', counter => {
    const field = document.getElementById(counter.dataset.counterFor)
    const limit = field ? Number(field.dataset.limit) : 0
    if (!limit) return
    counter.setAttribute('role', 'status')
    const show = () => {
      const left = limit - Array.from(field.value.replace(/\r\n/g, '\n')).length
      counter.textContent =
        left < 0
          ? '现在多了 ' + (-left).toLocaleString('en') + ' 字'
          : '还可以写 ' + left.toLocaleString('en') + ' 字'
      counter.classList.toggle('is-over', left < 0)
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
