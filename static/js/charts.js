// The only caller of Plotly: draws each figure's spec in the colours the page has just now, over its static SVG.
const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false };
const live = new Map(); // plot element -> what was drawn there

function resolver(element, meta) {
  const styles = getComputedStyle(element);
  const probe = element.appendChild(document.createElement("i"));
  const known = new Map();
  const colour = (name) => {
    if (!known.has(name)) {
      probe.style.color = `var(--${name})`;
      known.set(name, getComputedStyle(probe).color);
    }
    return known.get(name);
  };
  const resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
    if (typeof value !== "string") return value;
    if (value.startsWith(meta.role)) return colour(value.slice(meta.role.length));
    if (value.startsWith(meta.font)) return styles.getPropertyValue(`--${value.slice(meta.font.length)}`).trim() || styles.fontFamily;
    return value;
  };
  return (value) => {
    const resolved = resolve(value);
    probe.remove();
    return resolved;
  };
}

// A patch over an array is an object of places: { annotations: { 0: { xshift: 8 } } }.
function over(base, patch) {
  if (!patch || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const merged = Array.isArray(base) ? [...base] : { ...base };
  for (const [key, value] of Object.entries(patch)) merged[key] = over(merged[key] ?? {}, value);
  return merged;
}

async function draw(plot, spec) {
  const panel = spec.panels[Number(plot.dataset.panel)];
  if (!panel) return;
  const narrow = plot.clientWidth < spec.meta.narrow;
  const layout = over(over(spec.layout, panel.layout), narrow ? spec.narrow : {});
  const figure = resolver(plot, spec.meta)({ data: panel.data, layout });
  let canvas = plot.querySelector(".chart-live");
  if (!canvas) {
    canvas = document.createElement("div");
    canvas.className = "chart-live";
    plot.append(canvas);
  }
  plot.classList.add("is-live");
  live.set(plot, { spec, narrow });
  try {
    await window.Plotly.react(canvas, figure.data, figure.layout, CONFIG);
  } catch (error) {
    plot.classList.remove("is-live"); // the SVG is as good
    canvas.remove();
    live.delete(plot);
    throw error;
  }
}

const redraw = (which) => live.forEach((drawn, plot) => which(plot, drawn) && draw(plot, drawn.spec));

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      const spec = JSON.parse(target.querySelector("script[type='application/json']").textContent);
      target.querySelectorAll("[data-panel]").forEach((plot) => draw(plot, spec));
    }
  },
  { rootMargin: "300px" },
);

if (window.Plotly) {
  document.querySelectorAll("figure[data-chart]").forEach((figure) => figure.querySelector("script[type='application/json']") && seen.observe(figure));
  new MutationObserver(() => redraw(() => true)).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw(() => true));
  window.addEventListener("resize", () => redraw((plot, { spec, narrow }) => plot.clientWidth < spec.meta.narrow !== narrow));
}
