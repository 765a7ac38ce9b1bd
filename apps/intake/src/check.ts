/**
 * Runs before the page's modules, as an ordinary script in words that the oldest browsers understand: where nothing can be sealed, the
 * person is told what to do instead, and no form appears that could not keep its word.
 */
/* eslint-disable no-var -- this file is served as it is to browsers of 2013 */
(function () {
  var able =
    typeof WebAssembly === 'object' &&
    'noModule' in HTMLScriptElement.prototype &&
    typeof crypto === 'object' &&
    typeof crypto.getRandomValues === 'function' &&
    typeof AbortSignal === 'function' &&
    'timeout' in AbortSignal;
  if (able) return;
  document.documentElement.setAttribute('data-cannot', '');
  document.addEventListener('DOMContentLoaded', function () {
    var told = document.getElementById('cannot');
    if (told) told.removeAttribute('hidden');
  });
})();
