// Elements, built from data. Text only ever becomes a text node; nothing here or elsewhere parses HTML.

import {t} from './i18n.js'

/** `h('p', {class: 'note', onclick: f, 'aria-label': 'x', disabled: true}, 'text', node, [more], null)` */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'value') element.value = value
    else element.setAttribute(name, value === true ? '' : value)
  }
  append(element, children)
  return element
}

export function append(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child)
  }
}

export function replace(element, ...children) {
  element.replaceChildren()
  append(element, children)
}

/** Says something to screen readers. */
export function announce(text) {
  const status = document.getElementById('status')
  status.textContent = ''
  requestAnimationFrame(() => { status.textContent = text })
}

export function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], {type}))
  h('a', {href: url, download: name}).click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Resolves to whether it worked. Pages served over plain HTTP inside a network have no `navigator.clipboard`. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = h('textarea', {class: 'visually-hidden', 'aria-hidden': 'true'})
    const focused = document.activeElement
    const host = focused?.closest('dialog') ?? document.body
    host.append(area)
    area.value = text
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    focused?.focus()
    return done
  }
}

/** A button that copies what `text()` gives and says whether that worked. */
export function copyButton(label, text, words) {
  const button = h('button', {type: 'button', class: 'text-button'}, label)
  button.addEventListener('click', async () => {
    const said = await copy(text()) ? words.done : words.failed
    button.textContent = said
    announce(said)
    setTimeout(() => { button.textContent = label }, 2500)
  })
  return button
}

const ROLES = {table: 'table', 'thead, tbody': 'rowgroup', tr: 'row', 'thead th': 'columnheader', 'tbody th': 'rowheader', td: 'cell'}

/** A table in a frame that scrolls; on a narrow screen its rows become cards, and stay a table to screen readers. */
export function framed(label, table) {
  for (const [selector, role] of Object.entries(ROLES)) {
    for (const element of [table, ...table.querySelectorAll('*')]) {
      if (element.matches(selector)) element.setAttribute('role', role)
    }
  }
  return h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label}, table)
}

export function prefersStill() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** Asks before what cannot be undone; `doIt` is called where the answer is yes. */
export function sure(title, what, yes, doIt) {
  const dialog = h('dialog', {class: 'question-dialog', 'aria-labelledby': 'sure-title', 'aria-describedby': 'sure-what'},
    h('form', {method: 'dialog'},
      h('h2', {id: 'sure-title'}, title),
      h('p', {id: 'sure-what'}, what),
      h('div', {class: 'buttons'},
        h('button', {type: 'submit', class: 'button', value: 'ok'}, yes),
        h('button', {type: 'submit', class: 'button outline', value: '', autofocus: true}, t('cancel')))))
  dialog.addEventListener('close', () => {
    dialog.remove()
    if (dialog.returnValue === 'ok') doIt()
  })
  document.body.append(dialog)
  dialog.showModal()
}
