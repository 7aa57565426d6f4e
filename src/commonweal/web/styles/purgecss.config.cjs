// Which parts of the components in look/_govuk.scss no template of ours uses, for PurgeCSS to leave out. All else is
// kept: what a page uses is not guessed from the text of templates.
const unused = [
  "(body|label|heading|fieldset__legend)-{1,2}(xl|lead)",
  "body-[lm]",
  "button--(inverse|start)",
  "button__start-icon",
  "caption-",
  "character-count__message--disabled",
  "(checkboxes|radios)--small",
  "(checkboxes|radios)__conditional--hidden",
  "drop-zone",
  "frontend-supported",
  "file-upload-(button|wrapper)",
  "input--extra-letter-spacing",
  "link(--inverse|-image)",
  "list--(number|spaced)",
  "skip-link-focused-element",
  "visually-hidden-focusable",
  "!-width-(?!two-thirds)",
];

module.exports = {
  content: [],
  safelist: [new RegExp(`^(?!govuk-(${unused.join("|")}))`)],
};
