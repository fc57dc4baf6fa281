// The frame of the page: language, colours, and which view the address names.
//
// #/chat, #/claims, #/documents are views; #/source/DOCUMENT/PAGE?start=…&end=… opens the source panel beside the view.

import {closeSource, openSource} from './source.js'
import {lang, setLang, t} from './i18n.js'
import {browser} from './memory.js'
import * as chat from './chat.js'

const main = document.getElementById('main')
const LANGUAGE = 'keikaku.lang'
const THEME = 'keikaku.theme'
const loaders = {
  chat: async () => chat,
  claims: () => import('./claims.js'),
  documents: () => import('./documents.js'),
}
let shown = null

function parse() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?')
  const [name, ...rest] = path.split('/').map(decodeURIComponent)
  return {name, rest, query: new URLSearchParams(query)}
}

async function route() {
  const {name, rest, query} = parse()
  if (name === 'source' && rest.length === 2) {
    if (!shown) await show('chat')
    await openSource({document: rest[0], page: Number(rest[1]), query}, `#/${shown}`)
    return
  }
  closeSource()
  title()
  const wanted = name in loaders ? name : 'chat'
  if (wanted === shown) return
  const first = shown === null
  await show(wanted)
  if (!first) main.querySelector('h1')?.focus()
}

async function show(name) {
  const view = await loaders[name]()
  shown = name
  main.replaceChildren()
  view.mount(main)
  for (const link of document.querySelectorAll('.tabs a')) {
    if (link.dataset.view === name) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  title()
}

function title() {
  document.title = `${main.querySelector('h1')?.textContent ?? ''} | Keikaku 計画`
}

function words() {
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text)
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label))
  const button = document.getElementById('language')
  button.textContent = t('otherLanguage')
  button.lang = lang() === 'en' ? 'ja' : 'en'
}

async function changeLanguage() {
  await setLang(lang() === 'en' ? 'ja' : 'en')
  browser.set(LANGUAGE, lang())
  words()
  closeSource()
  await show(shown)
  if (parse().name === 'source') await route()
}

function changeTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

const opened = []

/** On paper nothing can be opened any more. */
function openForPrint() {
  for (const box of document.querySelectorAll('details.sources:not([open])')) {
    box.open = true
    opened.push(box)
  }
}

async function start() {
  const asked = new URLSearchParams(location.search).get('lang')
  await setLang(asked ?? browser.get(LANGUAGE) ?? 'ja')
  words()
  const theme = document.getElementById('theme')
  theme.value = browser.get(THEME) ?? 'auto'
  changeTheme(theme.value)
  theme.addEventListener('change', () => {
    browser.set(THEME, theme.value)
    changeTheme(theme.value)
  })
  document.getElementById('language').addEventListener('click', changeLanguage)
  addEventListener('hashchange', route)
  addEventListener('beforeprint', openForPrint)
  addEventListener('afterprint', () => { for (const box of opened.splice(0)) box.open = false })
  await route()
  document.documentElement.dataset.ready = 'true'
}

start()
