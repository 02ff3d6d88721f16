// The map's ground on its canvas. While a hand drags it, it is painted beyond the view and then only moved.
(function (T) {
  "use strict";
  const BEYOND = 0.3; // of the view's width and height, on each side
  const MOST_QUIET = 3000;
  const DOT = 4; // pixels

  let sheet = null; // { canvas, view, of }: what was painted, and of what
  let scale = 0;

  function painted(base, view, quiet, colours, canvas) {
    canvas.width = view.width * view.ratio;
    canvas.height = view.height * view.ratio;
    const context = canvas.getContext("2d");
    if (base) T.drawBaseMap(context, base, view, colours);
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.fillStyle = colours.place;
    context.globalAlpha = 0.65;
    const { west, east, south, north } = T.mapBounds(view);
    const near = quiet.filter((q) => q.x > west && q.x < east && q.y > south && q.y < north);
    for (const { x, y } of near.slice(0, MOST_QUIET)) {
      context.fillRect(view.width / 2 + (x - view.x) * view.scale - DOT / 2, view.height / 2 - (y - view.y) * view.scale - DOT / 2, DOT, DOT);
    }
    return canvas;
  }

  function holds(view, of) {
    if (!sheet || sheet.view.scale !== view.scale || sheet.view.ratio !== view.ratio || sheet.of.some((thing, i) => thing !== of[i])) return false;
    const [seen, there] = [T.mapBounds(view), T.mapBounds(sheet.view)];
    return seen.west >= there.west && seen.east <= there.east && seen.south >= there.south && seen.north <= there.north;
  }

  // view: { x, y (middle), scale, width, height }; quiet: places without events, each a dot.
  T.paintGround = function (canvas, base, view, quiet, colours) {
    const now = { ...view, ratio: devicePixelRatio || 1 };
    const of = [base, quiet, JSON.stringify(colours)];
    const dragged = scale === now.scale;
    scale = now.scale;
    if (!dragged) { sheet = null; painted(base, now, quiet, colours, canvas); return; }
    if (!holds(now, of)) {
      const wide = { ...now, width: Math.ceil(now.width * (1 + 2 * BEYOND)), height: Math.ceil(now.height * (1 + 2 * BEYOND)) };
      sheet = { canvas: painted(base, wide, quiet, colours, sheet ? sheet.canvas : document.createElement("canvas")), view: wide, of };
    }
    const whole = (pixels) => Math.round(pixels * now.ratio);
    const { view: wide } = sheet;
    canvas.width = now.width * now.ratio;
    canvas.height = now.height * now.ratio;
    canvas.getContext("2d").drawImage(sheet.canvas,
      whole((now.width - wide.width) / 2 + (wide.x - now.x) * now.scale), whole((now.height - wide.height) / 2 - (wide.y - now.y) * now.scale));
  };
})(window.tawthiq = window.tawthiq || {});
