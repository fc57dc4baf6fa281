// Asks for the API key that a server with keys wants. It stays in this tab only.

import {h} from './dom.js'
import {t} from './i18n.js'

let open = null

/** The key that was entered, or null. Several requests that ask at once share one question. */
export function askForKey(refused) {
  open ??= ask(refused).finally(() => { open = null })
  return open
}

function ask(refused) {
  return new Promise(resolve => {
    const input = h('input', {
      id: 'key', type: 'password', autocomplete: 'off', required: true, spellcheck: 'false',
      'aria-describedby': refused ? 'key-refused key-help' : 'key-help', 'aria-invalid': refused ? 'true' : null,
    })
    const dialog = h('dialog', {class: 'question-dialog', 'aria-labelledby': 'key-title'},
      h('form', {method: 'dialog'},
        h('h2', {id: 'key-title'}, t('keyTitle')),
        refused && h('p', {class: 'error-text', id: 'key-refused'}, t('keyRefused')),
        h('label', {for: 'key'}, t('keyLabel')),
        input,
        h('p', {class: 'hint', id: 'key-help'}, t('keyHelp')),
        h('div', {class: 'buttons'},
          h('button', {type: 'submit', class: 'button', value: 'ok'}, t('keySend')),
          h('button', {type: 'button', class: 'button outline', onclick: () => dialog.close('')}, t('cancel')))))
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'ok' ? input.value.trim() || null : null)
    })
    document.body.append(dialog)
    dialog.showModal()
    input.focus()
  })
}
