// The list of earlier conversations above the open one.

import * as conversations from './conversations.js'
import {announce, h, sure} from './dom.js'
import {date, t} from './i18n.js'

/** `on.open()` shows the conversation that is now the current one, `on.leave()` ends an answer in the making. */
export function earlierBox(on) {
  const element = h('div', {class: 'earlier'})
  const box = h('details', {class: 'history'})
  let looked = false

  function draw() {
    const all = conversations.all()
    if (!all.length) {
      element.replaceChildren()
      return
    }
    const begin = h('button', {type: 'button', class: 'button outline small', onclick: () => {
      on.leave()
      conversations.begin()
      on.open(true)
    }}, t('newConversation'))
    box.replaceChildren(h('summary', {}, t('conversations')),
      h('ul', {}, all.map(line)),
      h('p', {class: 'hint'}, t('keptHere')),
      h('button', {type: 'button', class: 'text-button', onclick: removeAll}, t('forgetConversations')))
    element.replaceChildren(begin, box)
  }

  function line(item) {
    const open = h('button', {
      type: 'button', class: 'text-button',
      'aria-current': item.conversation && item.conversation === conversations.current() ? 'true' : null,
      onclick: () => tried(async () => {
        on.leave()
        await conversations.resume(item)
        on.open()
      }),
    }, item.title)
    const about = [t('conversationOf', item.questions), item.used && date(item.used)].filter(Boolean).join(' · ')
    const remove = h('button', {type: 'button', class: 'text-button remove', 'aria-label': t('removeOf', item.title), onclick: () => tried(async () => {
      if (item.conversation === conversations.current()) on.leave()
      await conversations.remove(item)
      on.open()
      announce(t('removed', item.title))
      box.querySelector('summary')?.focus()
    })}, t('remove'))
    return h('li', {}, open, h('span', {class: 'hint'}, about), remove)
  }

  const removeAll = () => sure(t('forgetSure'), t('forgetWhat'), t('remove'), () => tried(async () => {
    on.leave()
    await conversations.removeAll()
    on.open(true)
    announce(t('forgotten'))
  }))

  async function tried(work) {
    box.querySelector('.error-text')?.remove()
    try {
      await work()
    } catch (error) {
      box.append(h('p', {class: 'error-text', role: 'alert'}, error.message))
    }
  }

  /** What the server keeps is asked for once; where it cannot be had, the list of this tab does. */
  async function look() {
    if (looked) return
    looked = true
    await conversations.look().catch(() => {})
    draw()
  }

  return {element, draw, look}
}
