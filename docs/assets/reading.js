// Names for what the theme leaves without one, and a way by keyboard into what scrolls by itself.
function name() {
  document.querySelectorAll(".md-search:not([aria-label])").forEach((one) => one.setAttribute("aria-label", "Search"))
  document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])").forEach((one) => one.setAttribute("tabindex", "0"))
  document.querySelectorAll(".md-typeset p:not([tabindex]):has(> img[src*='pictures/'])").forEach((one) => one.setAttribute("tabindex", "0"))
  document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((one) => {
    one.setAttribute("aria-label", `Code ${document.querySelectorAll(".md-code__nav[aria-label]").length + 1}`)
  })
}

new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true })
name()
