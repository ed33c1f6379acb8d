// <div data-lines-of="id">: the lines of that field as whole sentences, as Round.since_last_time writes them.
const sentence = (line) => line[0].toUpperCase() + line.slice(1) + (".!?…»”".includes(line.at(-1)) ? "" : ".");
document.querySelectorAll("[data-lines-of]").forEach((preview) => {
  const field = document.getElementById(preview.dataset.linesOf);
  const show = () => {
    const lines = field.value.split(/\r?\n/).map((line) => line.replace(/^[\s–•*-]+|[\s–•*-]+$/g, "")).filter(Boolean);
    preview.hidden = !lines.length;
    preview.querySelector("ul").replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = sentence(line);
      return item;
    }));
  };
  field.addEventListener("input", show);
  show();
});
