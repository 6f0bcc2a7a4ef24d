/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the report does: filter, sort, show a finding. Text is set as text, never as markup. */
(function () {
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const findings = data.findings;
const PAGE = 500;	/* rows made at a time */
const columns = [
	{ name: "ID", key: (f) => f.id },
	{ name: "Rule", key: (f) => f.rule },
	{ name: "Place", key: place },
	{ name: "Function", key: (f) => f.function },
	{ name: "Accessor", key: (f) => f.accessor },
	{ name: "Index", key: (f) => f.index },
	{ name: "Status", key: statusOf },
];
const view = { column: 2, down: false, shown: [], limit: PAGE, chosen: null };

function byId(id) { return document.getElementById(id); }

function place(f) { return f.file + ":" + f.line + ":" + f.column; }

/* Set aside by a person, or by a comment in the source. */
function assessmentOf(f) { return counts(f) ? f.assessment.verdict : "open"; }

/* An assessment that expired or ended says nothing any more. */
function counts(f) { return f.assessment !== undefined && f.assessment.state === "in force"; }

function isAside(f) { return counts(f) && f.assessment.verdict !== "confirmed"; }

function statusOf(f)
{
	return counts(f) ? f.status + ", " + f.assessment.verdict : f.status;
}

function make(tag, className, text)
{
	const e = document.createElement(tag);

	if (className)
		e.className = className;
	if (text !== undefined)
		e.textContent = text;
	return e;
}

/* ---- filters and order */

function textOf(f)
{
	if (f.text === undefined)
		f.text = [f.id, f.rule, place(f), f.function, f.accessor, f.index, f.message]
			.join("\n").toLowerCase();
	return f.text;
}

function passes(f, words)
{
	const is = (id, value) => byId(id).value === "" || byId(id).value === value;

	return is("rule", f.rule) && is("status", f.status) && is("assessment", assessmentOf(f)) &&
		words.every((w) => textOf(f).includes(w));
}

function compare(a, b)
{
	if (typeof a === "number" && typeof b === "number")
		return a - b;
	return a < b ? -1 : a > b ? 1 : 0;
}

/* Places in the order of file, line, column; else by the cell; equal ones by place. */
function comparePlace(a, b)
{
	return compare(a.file, b.file) || a.line - b.line || a.column - b.column || a.id - b.id;
}

function order(a, b)
{
	const key = columns[view.column].key;
	const o = view.column === 2 ? comparePlace(a, b) : compare(key(a), key(b)) || comparePlace(a, b);

	return view.down ? -o : o;
}

function select()
{
	const words = byId("search").value.toLowerCase().split(/\s+/).filter((w) => w);

	view.shown = findings.filter((f) => passes(f, words)).sort(order);
	view.limit = PAGE;
	drawRows();
}

/* ---- the list */

function drawColumns()
{
	columns.forEach((c, i) => {
		const th = make("th"), button = make("button", "", c.name);

		th.scope = "col";
		button.type = "button";
		button.addEventListener("click", () => sortBy(i));
		th.append(button);
		byId("columns").append(th);
	});
	markColumn();
}

function markColumn()
{
	[...byId("columns").children].forEach((th, i) => {
		if (i === view.column)
			th.setAttribute("aria-sort", view.down ? "descending" : "ascending");
		else
			th.removeAttribute("aria-sort");
	});
}

function sortBy(i)
{
	view.down = view.column === i ? !view.down : false;
	view.column = i;
	markColumn();
	select();
}

function makeRow(f)
{
	const tr = make("tr", isAside(f) ? "aside" : "");

	tr.dataset.id = f.id;
	tr.tabIndex = -1;
	tr.setAttribute("aria-selected", String(f === view.chosen));
	tr.append(make("td", "nowrap", f.id), make("td", "nowrap", f.rule),
		make("td", "place", place(f)), make("td", "code", f.function),
		make("td", "code", f.accessor), make("td", "code", f.index));
	const td = make("td", "nowrap");
	td.append(make("span", f.status, f.status));
	if (counts(f))
		td.append(", " + f.assessment.verdict);
	tr.append(td);
	tr.addEventListener("click", () => open(f, false));
	return tr;
}

function drawRows()
{
	const rows = view.shown.slice(0, view.limit).map(makeRow);

	byId("rows").replaceChildren(...rows);
	if (rows.length)
		(rows.find((r) => r.getAttribute("aria-selected") === "true") || rows[0]).tabIndex = 0;
	byId("empty").hidden = view.shown.length > 0;
	byId("more").hidden = view.shown.length <= view.limit;
	byId("count").textContent = view.shown.length + " of " + findings.length +
		(findings.length === 1 ? " finding" : " findings");
}

/* ---- one finding */

function field(dl, name, value, className)
{
	if (value === "" || value === undefined)
		return;
	dl.append(make("dt", "", name), make("dd", className || "", value));
}

/* The line with the character under the caret marked. */
function hitLine(line, text, caret)
{
	if (caret === undefined || caret >= text.length) {
		line.append(text);
		return;
	}
	const word = /^[\w$]+/.exec(text.slice(caret));
	const end = caret + (word ? word[0].length : 1);

	line.append(text.slice(0, caret), make("mark", "", text.slice(caret, end)), text.slice(end));
}

function excerpt(source, hit)
{
	const pre = make("pre");

	source.lines.forEach((text, i) => {
		const number = source.first + i, line = make("span", number === hit ? "l hit" : "l");
		const code = make("span", "c");

		if (number === hit)
			hitLine(code, text, source.caret);
		else
			code.append(text);
		line.append(make("span", "n", number), code);
		pre.append(line);
	});
	pre.tabIndex = 0;
	pre.setAttribute("aria-label", "Source");
	return pre;
}

function step(e)
{
	const li = make("li"), at = e.file ? place(e) : "";

	li.append(make("div", "step", e.text));
	li.append(make("div", "where place", at + (e.function ? (at ? " in " : "in ") + e.function + "()" : "")));
	if (e.source)
		li.append(excerpt(e.source, e.line));
	return li;
}

function assessment(f)
{
	const a = f.assessment, dl = make("dl");

	field(dl, "Verdict", a.verdict + (a.state === "in force" ? "" : " (" + a.state + ")"));
	field(dl, "Reason", a.reason);
	field(dl, "By", a.author);
	field(dl, "Until", a.until);
	return [make("h3", "", "Assessment"), dl];
}

function draw(f)
{
	const detail = byId("detail"), dl = make("dl"), path = make("ol");

	detail.replaceChildren(make("h2", "", f.message), dl);
	field(dl, "Finding", String(f.id));
	field(dl, "Rule", f.rule + (data.report.rules[f.rule] ? " — " + data.report.rules[f.rule] : ""));
	field(dl, "Place", place(f), "place");
	field(dl, "Function", f.function, "code");
	field(dl, "Accessor", f.accessor, "code");
	field(dl, "Index", f.index, "code");
	field(dl, "Status", f.status, f.status);
	if (f.gone)
		field(dl, "Gone", f.gone.reason + (f.gone.why ? ": " + f.gone.why : "")
			+ (f.gone.commit ? ", by commit " + f.gone.commit : ""));
	field(dl, "First run", f.first_run);
	field(dl, "Last run", f.last_run);
	field(dl, "Fingerprint", f.fingerprint, "code");
	if (f.assessment)
		detail.append(...assessment(f));
	detail.append(make("h3", "", "Path of the value"), path);
	f.path.forEach((e) => path.append(step(e)));
	if (!f.path.length && f.source)
		detail.append(excerpt(f.source, f.line));
	detail.scrollTop = 0;
}

function rowOf(f) { return byId("rows").querySelector('tr[data-id="' + Number(f.id) + '"]'); }

/* Shows a finding; moves to it when the person asked for that. */
function open(f, move)
{
	const old = view.chosen && rowOf(view.chosen);

	view.chosen = f;
	if (old) {
		old.setAttribute("aria-selected", "false");
		old.tabIndex = -1;
	}
	const row = rowOf(f);
	if (row) {
		row.setAttribute("aria-selected", "true");
		row.tabIndex = 0;
	}
	draw(f);
	history.replaceState(null, "", "#f" + f.id);
	if (move)
		byId("detail").focus();
}

/* ---- keys */

function walk(by)
{
	const at = view.shown.indexOf(view.chosen);
	const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), Math.min(view.shown.length, view.limit) - 1);

	if (!view.shown.length)
		return;
	open(view.shown[next], false);
	rowOf(view.shown[next]).focus();
	rowOf(view.shown[next]).scrollIntoView({ block: "nearest" });
}

function back()
{
	const row = view.chosen && rowOf(view.chosen);

	if (row)
		row.focus();
	else
		document.activeElement.blur();
}

function isTyping(e) { return /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName); }

function onKey(e)
{
	const inDetail = byId("detail").contains(e.target);

	if (e.ctrlKey || e.metaKey || e.altKey)
		return;
	if (e.key === "Escape")
		return back();
	if (isTyping(e))
		return;
	const keys = {
		"j": () => walk(1), "k": () => walk(-1), "t": toggleTheme,
		"/": () => byId("search").focus(),
	};
	if (!inDetail)
		Object.assign(keys, { "ArrowDown": () => walk(1), "ArrowUp": () => walk(-1) });
	if (e.target.tagName === "TR")
		keys["Enter"] = () => open(findings.find((f) => f.id === Number(e.target.dataset.id)), true);
	if (!keys[e.key])
		return;
	e.preventDefault();
	keys[e.key]();
}

/* ---- light and dark */

function setTheme(theme)
{
	document.documentElement.dataset.theme = theme;
	byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
}

function toggleTheme() { setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"); }

/* ---- start */

function fill(id, values)
{
	const all = make("option", "", "all");

	all.value = "";
	byId(id).append(all);
	[...new Set(values)].sort().forEach((v) => {
		const o = make("option", "", v);

		o.value = v;
		byId(id).append(o);
	});
	byId(id).addEventListener("change", select);
}

function clear()
{
	["search", "rule", "status", "assessment"].forEach((id) => { byId(id).value = ""; });
	select();
}

function start()
{
	const dark = matchMedia("(prefers-color-scheme: dark)");
	const named = /^#f(\d+)$/.exec(location.hash);

	setTheme(dark.matches ? "dark" : "light");
	dark.addEventListener("change", (e) => setTheme(e.matches ? "dark" : "light"));
	byId("about").textContent = [data.report.run && "run " + data.report.run,
		data.report.version && "version " + data.report.version].filter((x) => x).join(", ");
	fill("rule", findings.map((f) => f.rule));
	fill("status", findings.map((f) => f.status));
	fill("assessment", findings.map(assessmentOf));
	byId("filters").addEventListener("submit", (e) => e.preventDefault());
	byId("search").addEventListener("input", select);
	byId("clear").addEventListener("click", clear);
	byId("theme").addEventListener("click", toggleTheme);
	byId("more-button").addEventListener("click", () => { view.limit += PAGE; drawRows(); });
	document.addEventListener("keydown", onKey);
	drawColumns();
	select();
	const first = named && findings.find((f) => f.id === Number(named[1])) || view.shown[0];
	if (first)
		open(first, false);
}

start();
})();
