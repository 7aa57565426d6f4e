// Draws a map where Leaflet is on the page; the list or table beside it says the same without.
// <div class="cw-map__live" data-map data-areas="/areas.geojson" data-points="/points.geojson" data-pick="NAME">
(() => {
  if (!window.L) return;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const popup = ({ name = "", href, summary = "" }) => {
    const box = document.createElement("div");
    const title = document.createElement(href ? "a" : "strong");
    title.textContent = name;
    if (href && new URL(href, location).origin === location.origin) title.href = href;
    box.append(title, document.createElement("br"), summary);
    return box;
  };

  const layer = async (map, address, options) => {
    const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) return null;
    const drawn = L.geoJSON(await answer.json(), options).addTo(map);
    return drawn.getLayers().length ? drawn.getBounds() : null;
  };

  const draw = async (box) => {
    const map = L.map(box, { attributionControl: false, scrollWheelZoom: false, fadeAnimation: !still, zoomAnimation: !still });
    map.setView([Number(box.dataset.lat || 53.4), Number(box.dataset.lon || -3)], Number(box.dataset.zoom || 12));
    const line = { color: colour("--primary"), weight: 1.5, fillColor: colour("--primary-tint"), fillOpacity: 0.6 };
    let bounds = null;
    if (box.dataset.areas) bounds = await layer(map, box.dataset.areas, { style: line, interactive: false });
    if (box.dataset.points) {
      const shown = await layer(map, box.dataset.points, {
        pointToLayer: (feature, at) => L.circleMarker(at, { radius: 8, color: "#fff", weight: 2, fillColor: colour("--primary"), fillOpacity: 1 }),
        onEachFeature: (feature, drawn) => drawn.bindPopup(popup(feature.properties)),
      });
      bounds = bounds || shown;
    }
    if (bounds) map.fitBounds(bounds, { padding: [12, 12], animate: false });
    if (box.dataset.pick) pick(map, box.dataset.pick);
  };

  // A press on the map fills the two boxes NAME-lat and NAME-lon, which can be typed into as well.
  const pick = (map, name) => {
    const [lat, lon] = ["lat", "lon"].map((part) => document.getElementsByName(`${name}-${part}`)[0]);
    const pin = L.circleMarker([0, 0], { radius: 10, color: colour("--ink"), weight: 3, fillColor: colour("--accent"), fillOpacity: 1 });
    const show = () => lat.value && lon.value && pin.setLatLng([lat.value, lon.value]).addTo(map);
    map.on("click", ({ latlng }) => {
      lat.value = latlng.lat.toFixed(5);
      lon.value = latlng.lng.toFixed(5);
      show();
    });
    show();
  };

  document.querySelectorAll("[data-map]").forEach(draw);
})();
