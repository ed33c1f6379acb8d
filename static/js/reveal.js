// A link to a question opens the part it stands in.
const shown = location.hash && document.querySelector(location.hash)?.closest("details");
if (shown && !shown.open) {
  shown.open = true;
  document.querySelector(location.hash).scrollIntoView();
}
