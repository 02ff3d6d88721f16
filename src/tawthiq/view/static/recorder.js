// A canvas context that draws into an SVG: what the graph's library and our own code draw, as vectors.
(function (T) {
  "use strict";

  const STYLE = {
    fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, globalAlpha: 1, font: "10px sans-serif", textAlign: "start", textBaseline: "alphabetic",
    lineJoin: "miter", lineCap: "butt", direction: "inherit", shadowColor: "", shadowBlur: 0, shadowOffsetX: 0, shadowOffsetY: 0, globalCompositeOperation: "source-over",
  };
  const ANCHORS = { center: "middle", right: "end", end: "end" };
  const BASELINES = { middle: 0.35, top: 0.8, hanging: 0.8 };
  const short = (n) => +n.toFixed(2);

  class Recorder {
    constructor(svg, measure) {
      Object.assign(this, STYLE, { svg, measure, matrix: [1, 0, 0, 1, 0, 0], dash: [], saved: [], path: [] });
    }

    // ---- state and transformation

    save() {
      const style = Object.fromEntries(Object.keys(STYLE).map((name) => [name, this[name]]));
      this.saved.push({ ...style, matrix: [...this.matrix], dash: [...this.dash] });
    }

    restore() { Object.assign(this, this.saved.pop()); }

    setTransform(...m) { this.matrix = m.length === 6 ? m : [1, 0, 0, 1, 0, 0]; }

    transform(a, b, c, d, e, f) {
      const [A, B, C, D, E, F] = this.matrix;
      this.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
    }

    translate(x, y) { this.transform(1, 0, 0, 1, x, y); }
    scale(x, y) { this.transform(x, 0, 0, y, 0, 0); }
    rotate(angle) { this.transform(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0); }

    at(x, y) {
      const [a, b, c, d, e, f] = this.matrix;
      return short(a * x + c * y + e) + " " + short(b * x + d * y + f);
    }

    get zoom() { return Math.hypot(this.matrix[0], this.matrix[1]); }

    // ---- paths

    beginPath() { this.path = []; }
    moveTo(x, y) { this.path.push("M" + this.at(x, y)); }
    lineTo(x, y) { this.path.push((this.path.length ? "L" : "M") + this.at(x, y)); }
    quadraticCurveTo(a, b, x, y) { this.path.push("Q" + this.at(a, b) + " " + this.at(x, y)); }
    bezierCurveTo(a, b, c, d, x, y) { this.path.push("C" + [this.at(a, b), this.at(c, d), this.at(x, y)].join(" ")); }
    closePath() { if (this.path.length) this.path.push("Z"); }

    rect(x, y, w, h) {
      this.moveTo(x, y);
      this.lineTo(x + w, y);
      this.lineTo(x + w, y + h);
      this.lineTo(x, y + h);
      this.closePath();
    }

    // Half a turn at most for each piece, for an arc of SVG cannot be a whole circle.
    arc(x, y, radius, start, end, back) {
      const point = (angle) => this.at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
      const whole = Math.abs(end - start) >= 2 * Math.PI;
      let turn = whole ? 2 * Math.PI : (((back ? start - end : end - start) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
      if (back) turn = -turn;
      this.path.push((this.path.length ? "L" : "M") + point(start));
      const r = short(radius * this.zoom);
      for (const part of [0.5, 1]) this.path.push(`A${r} ${r} 0 0 ${back ? 0 : 1} ` + point(start + turn * part));
    }

    draw(paint) {
      if (this.path.length) this.svg.append(T.svg("path", { d: this.path.join(""), ...paint }));
    }

    get alpha() { return this.globalAlpha < 1 ? short(this.globalAlpha) : null; }

    pen() {
      return {
        fill: "none", stroke: this.strokeStyle, "stroke-width": short(this.lineWidth * this.zoom), "stroke-linejoin": this.lineJoin, "stroke-linecap": this.lineCap,
        "stroke-dasharray": this.dash.length ? this.dash.map((d) => short(d * this.zoom)).join(" ") : null, opacity: this.alpha,
      };
    }

    fill() { this.draw({ fill: this.fillStyle, opacity: this.alpha }); }
    stroke() { this.draw(this.pen()); }
    setLineDash(dash) { this.dash = dash; }
    getLineDash() { return this.dash; }
    clip() {}
    clearRect() {}

    aside(action) {
      const path = this.path;
      this.path = [];
      action();
      this.path = path;
    }

    fillRect(x, y, w, h) { this.aside(() => { this.rect(x, y, w, h); this.fill(); }); }
    strokeRect(x, y, w, h) { this.aside(() => { this.rect(x, y, w, h); this.stroke(); }); }

    // ---- texts and pictures

    measureText(text) {
      this.measure.font = this.font;
      return this.measure.measureText(text);
    }

    text(text, x, y, paint) {
      const [, weight, size, family] = /(?:(\d+|bold)\s+)?([\d.]+)px\s+(.*)/.exec(this.font) || [null, null, 10, "sans-serif"];
      const [left, top] = this.at(x, y + (BASELINES[this.textBaseline] || 0) * size).split(" ");
      this.svg.append(T.svg("text", { x: left, y: top, "font-size": short(size * this.zoom), "font-family": family, "font-weight": weight || null, "text-anchor": ANCHORS[this.textAlign] || null, ...paint }, text));
    }

    fillText(text, x, y) { this.text(text, x, y, { fill: this.fillStyle, opacity: this.alpha }); }
    strokeText(text, x, y) { this.text(text, x, y, this.pen()); }

    drawImage(image, x, y, w, h) {
      const [left, top] = this.at(x, y).split(" ");
      this.svg.append(T.svg("image", { href: image.toDataURL("image/png"), x: left, y: top, width: short(w * this.zoom), height: short(h * this.zoom), opacity: this.alpha }));
    }
  }

  T.recorder = (svg) => new Recorder(svg, document.createElement("canvas").getContext("2d"));

  // The graph as it stands, drawn once more by the library, into an SVG.
  T.pictures.graph = async function () {
    const holder = document.getElementById("network");
    const [width, height] = [holder.clientWidth, holder.clientHeight];
    const svg = T.svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, direction: "ltr" });
    const { canvas, renderer } = T.network;
    const recorder = T.recorder(svg);
    // The library sets the transformation for the pixels of the screen; ours are those of the page.
    recorder.setTransform = function () { this.matrix = [1, 0, 0, 1, 0, 0]; };
    canvas.getContext = () => recorder;
    try {
      renderer._redraw();
    } finally {
      delete canvas.getContext;
    }
    return svg;
  };
})(window.tawthiq = window.tawthiq || {});
