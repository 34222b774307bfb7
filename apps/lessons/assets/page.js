// Before anything is drawn: the language and the theme that were chosen last, or those of the system.
(() => {
  const root = document.documentElement;
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const asked = new URLSearchParams(location.search).get("lang") ?? stored("convoke-lessons-lang");
  const language = asked === "vi" || asked === "en" ? asked : navigator.language.startsWith("vi") ? "vi" : "en";
  const dark = stored("convoke-lessons-theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  root.lang = root.dataset.lang = language;
  root.dataset.theme = dark;
})();
// ---- after the page ----
(() => {
  const root = document.documentElement;
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a page from a file may not remember */ } };

  // The language; the lesson in view stays in view.
  const buttons = [...document.querySelectorAll("[data-set-lang]")];
  const spoken = ["alt", "aria-label"].flatMap((name) => [...document.querySelectorAll(`[data-en-${name}]`)].map((element) =>
    ({ element, name, vi: element.getAttribute(name), en: element.getAttribute(`data-en-${name}`) })));
  const show = (language) => {
    const anchor = [...document.querySelectorAll("main .lesson, main .part > header, main .cover")].findLast((part) => part.getBoundingClientRect().top < 120);
    const before = anchor?.getBoundingClientRect().top;
    root.lang = root.dataset.lang = language;
    document.title = language === "vi" ? root.dataset.titleVi : root.dataset.titleEn;
    for (const { element, name, ...texts } of spoken) element.setAttribute(name, texts[language]);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.setLang === language));
    if (anchor && scrollY > 0) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  };
  for (const button of buttons) button.addEventListener("click", () => { show(button.dataset.setLang); store("convoke-lessons-lang", button.dataset.setLang); });
  show(root.dataset.lang);

  document.querySelector("[data-theme-button]").addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    store("convoke-lessons-theme", root.dataset.theme);
  });

  // Contents: open beside the text, closed above it; marks where the reader is.
  const contents = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 70rem)");
  const fit = () => { contents.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
  contents.addEventListener("click", (event) => { if (!wide.matches && event.target.closest("a")) contents.open = false; });
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.getAttribute("href").slice(1), link]));
  const mark = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      const link = links.get(target.id);
      link?.setAttribute("aria-current", "true");
      if (wide.matches && link) contents.scrollTop = link.offsetTop - contents.clientHeight / 2;
    }
  }, { rootMargin: "-15% 0px -75% 0px" });
  for (const lesson of document.querySelectorAll(".lesson")) mark.observe(lesson);

  // Sliding kernels: one cell of the result at a time, by mouse, finger or arrow keys.
  for (const slide of document.querySelectorAll("[data-slide]")) {
    const { input, kernel, output, stride, divisor, digits, at } = JSON.parse(slide.dataset.slide);
    const rows = (part) => [...slide.querySelectorAll(`[data-part="${part}"] tr`)].map((row) => [...row.cells]);
    const [inputCells, outputCells] = [rows("input"), rows("output")];
    const words = slide.querySelector(".arithmetic");
    let [row, column] = at;
    const text = (value, places) => value.toFixed(places).replace(/^-0(\.0*)?$/, "0$1").replace("-", "−");
    const factor = (value) => { const shown = text(value, Number.isInteger(value) ? 0 : 2); return shown.startsWith("−") ? `(${shown})` : shown; };
    const choose = (r, c, focus) => {
      outputCells[row][column].classList.remove("on");
      outputCells[row][column].tabIndex = -1;
      [row, column] = [r, c];
      outputCells[r][c].classList.add("on");
      outputCells[r][c].tabIndex = 0;
      if (focus) outputCells[r][c].focus();
      const inside = (i, start, length) => i >= start * stride && i < start * stride + length;
      inputCells.forEach((cells, i) => cells.forEach((cell, j) => cell.classList.toggle("on", inside(i, r, kernel.length) && inside(j, c, kernel[0].length))));
      const products = kernel.flatMap((weights, i) => weights.map((weight, j) => `${factor(input[r * stride + i][c * stride + j])}·${factor(weight)}`));
      const sum = products.slice(0, 25).join(" + ") + (products.length > 25 ? " + …" : "");
      words.textContent = `${divisor === 1 ? sum : `(${sum}) / ${divisor}`} = ${text(output[r][c], digits)}`;
    };
    slide.querySelector('[data-part="output"]').setAttribute("role", "grid");
    outputCells.forEach((cells, r) => cells.forEach((cell, c) => {
      cell.tabIndex = r === row && c === column ? 0 : -1;
      cell.addEventListener("mouseenter", () => choose(r, c, false));
      cell.addEventListener("click", () => choose(r, c, true));
      cell.addEventListener("keydown", (event) => {
        const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        if (!move) return;
        event.preventDefault();
        choose(Math.min(outputCells.length - 1, Math.max(0, row + move[0])), Math.min(cells.length - 1, Math.max(0, column + move[1])), true);
      });
    }));
  }
})();
