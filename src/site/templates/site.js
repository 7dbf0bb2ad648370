(function () {
  "use strict";
  var root = document.documentElement;
  var key = "pmrepo-theme";
  function kept() {
    try { return window.localStorage.getItem(key); } catch (e) { return null; }
  }
  function keep(theme) {
    try { window.localStorage.setItem(key, theme); } catch (e) { /* It holds for this page. */ }
  }
  function isDark() {
    if (root.classList.contains("dark")) { return true; }
    return !root.classList.contains("light") && window.matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function show(theme) {
    root.classList.toggle("dark", theme === "dark");
    root.classList.toggle("light", theme === "light");
  }
  var theme = kept();
  if (theme === "dark" || theme === "light") { show(theme); }

  function addToggle() {
    var button = document.createElement("button");
    button.type = "button";
    function label() { button.textContent = isDark() ? "Light" : "Dark"; }
    button.addEventListener("click", function () {
      var next = isDark() ? "light" : "dark";
      show(next);
      keep(next);
      label();
    });
    label();
    var item = document.createElement("li");
    item.appendChild(button);
    document.querySelector("header nav ul").appendChild(item);
  }

  var MOST = 100;
  var documents = [];
  window.pmrepo = { add: function (some) { documents = documents.concat(some); } };

  function find(words) {
    var wanted = words.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!wanted.length) { return []; }
    var hits = [];
    documents.forEach(function (it, at) {
      var title = it.t.toLowerCase();
      var score = 0;
      var all = wanted.every(function (word) {
        if (title.indexOf(word) >= 0) { score += 2; return true; }
        return it.w.indexOf(word) >= 0;
      });
      if (all) { hits.push([score, at]); }
    });
    hits.sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; });
    return hits.map(function (it) { return documents[it[1]]; });
  }

  function addSearch() {
    var field = document.getElementById("words");
    if (!field) { return; }
    var list = document.getElementById("hits");
    var said = document.getElementById("found");
    document.getElementById("search").hidden = false;
    function look() {
      var hits = find(field.value);
      list.textContent = "";
      hits.slice(0, MOST).forEach(function (it) {
        var item = document.createElement("li");
        var link = document.createElement("a");
        link.href = it.u;
        link.textContent = it.t;
        link.dir = "auto";
        var about = document.createElement("span");
        about.className = "about";
        about.textContent = it.a;
        item.appendChild(link);
        item.appendChild(about);
        list.appendChild(item);
      });
      var more = hits.length > MOST ? ", the first " + MOST + " are shown" : "";
      said.textContent = field.value.trim() ? hits.length + " found" + more : "";
    }
    field.addEventListener("input", look);
    window.addEventListener("load", function () {
      var asked = new URLSearchParams(window.location.hash.slice(1)).get("q");
      if (asked) { field.value = asked; }
      look();
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    addToggle();
    addSearch();
  });
})();
