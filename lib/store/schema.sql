-- SPDX-License-Identifier: GPL-2.0-or-later
-- Schema 1 of the findings database; doc/database.md explains it with examples.
-- Never edited once released: a change is a new step in the table of schema.c.

-- One collect: what was looked at, when, by what.
CREATE TABLE run (
	id INTEGER PRIMARY KEY AUTOINCREMENT,	-- number of the run, counts up from 1
	name TEXT NOT NULL,			-- given with --run, else the number; of equal names the latest counts
	commit_id TEXT NOT NULL,		-- commit of the analysed tree, '' unknown
	tool_version TEXT NOT NULL,		-- of the gprcheck that collected
	rules_hash TEXT NOT NULL,		-- of the rule packs that were in force
	time INTEGER NOT NULL,			-- when it was collected, seconds since 1970
	objects INTEGER NOT NULL,		-- inputs looked at: objects, archive members, facts files
	objects_no_facts INTEGER NOT NULL,	-- of these, without facts: built without plugin, or nothing watched in them
	objects_untouched INTEGER NOT NULL,	-- of these, left out because they must not carry facts
	objects_damaged INTEGER NOT NULL	-- of these, not usable; see diagnostic
) STRICT;

CREATE INDEX run_name ON run (name, id);

-- One compiled source file in a run.
CREATE TABLE unit (
	id INTEGER PRIMARY KEY,			-- in the order of the analysis
	run INTEGER NOT NULL REFERENCES run,	-- the run it was seen in
	file TEXT NOT NULL,			-- the source file, relative to the tree
	frontend TEXT NOT NULL,			-- what translated it: gcc or clang
	compiler TEXT NOT NULL,			-- the compiler and its version
	object TEXT NOT NULL,			-- the object or facts file it was read from
	checksum TEXT NOT NULL,			-- of its facts, 16 hex digits
	status TEXT NOT NULL			-- ok; degraded: something is missing; failed: no facts
		CHECK (status IN ('ok', 'degraded', 'failed')),
	message TEXT NOT NULL,			-- why it is degraded or failed, else ''
	nfuncs INTEGER NOT NULL,		-- functions with a body
	nskipped INTEGER NOT NULL,		-- functions the front end left out
	packs TEXT NOT NULL			-- rule packs in force, comma-separated
) STRICT;

CREATE INDEX unit_run ON unit (run, file);

-- One accessor call or watched array subscript in a run, with its verdict.
CREATE TABLE site (
	id INTEGER PRIMARY KEY,			-- in the order of the analysis
	run INTEGER NOT NULL REFERENCES run,	-- the run it was seen in
	file TEXT NOT NULL,			-- relative to the tree
	line INTEGER NOT NULL,			-- from 1, 0 unknown
	col INTEGER NOT NULL,			-- from 1, 0 unknown
	function TEXT NOT NULL,			-- the function the site is in
	accessor TEXT NOT NULL,			-- the accessor function, or RECORD.FIELD of an array
	verdict TEXT NOT NULL			-- the worst over all that reaches the site
		CHECK (verdict IN ('safe', 'unproven', 'violation')),
	idx TEXT NOT NULL,			-- union of the indices that reach it: '0..15', 'any'
	reason TEXT NOT NULL,			-- why it is unproven, else ''
	explain TEXT NOT NULL			-- the verdict in a sentence: what bounds the index; what is unknown, and where
) STRICT;

CREATE INDEX site_run ON site (run, file, line);

-- What was ever found: one row for each identity, over all runs.
CREATE TABLE finding (
	id INTEGER PRIMARY KEY AUTOINCREMENT,	-- the number people use; never given twice
	fingerprint TEXT NOT NULL UNIQUE,	-- hash of the identity below, 16 hex digits
	rule TEXT NOT NULL,			-- rip-index, wrong-register-class, index-range, egpr-unguarded
	file TEXT NOT NULL,			-- of the place, relative to the tree
	function TEXT NOT NULL,			-- the function the place is in
	accessor TEXT NOT NULL,			-- the accessor the index reaches
	idx TEXT NOT NULL,			-- the illegal index: 'VCPU_REGS_RIP (16)', '16..31'
	first_run INTEGER NOT NULL REFERENCES run,	-- the first run that saw it
	last_run INTEGER NOT NULL REFERENCES run	-- the latest run that saw it
) STRICT;

CREATE INDEX finding_first_run ON finding (first_run);

-- A finding in a run: where it was then, and what was said.
CREATE TABLE occurrence (
	id INTEGER PRIMARY KEY,			-- for event
	finding INTEGER NOT NULL REFERENCES finding,	-- what was seen
	run INTEGER NOT NULL REFERENCES run,	-- the run that saw it
	line INTEGER NOT NULL,			-- of the place in finding.file, from 1, 0 unknown
	col INTEGER NOT NULL,			-- from 1, 0 unknown
	message TEXT NOT NULL,			-- the text of the warning
	site_file TEXT NOT NULL,		-- the accessor call that is reached: its file
	site_line INTEGER NOT NULL,		-- its line
	site_col INTEGER NOT NULL,		-- its column
	site_function TEXT NOT NULL,		-- the function it is in
	UNIQUE (finding, run)
) STRICT;

CREATE INDEX occurrence_run ON occurrence (run);

-- The path of an occurrence, step by step.
CREATE TABLE event (
	occurrence INTEGER NOT NULL REFERENCES occurrence,	-- whose path this is
	step INTEGER NOT NULL,			-- from 1; the last step is the accessor
	kind TEXT NOT NULL			-- what happens at this step
		CHECK (kind IN ('origin', 'branch', 'call', 'return', 'guard', 'accessor')),
	file TEXT NOT NULL,			-- relative to the tree, '' unknown
	line INTEGER NOT NULL,			-- from 1, 0 unknown
	col INTEGER NOT NULL,			-- from 1, 0 unknown
	function TEXT NOT NULL,			-- the function the step is in
	text TEXT NOT NULL,			-- for a person
	PRIMARY KEY (occurrence, step)
) STRICT, WITHOUT ROWID;

-- Inputs of a run that could not be used or were left out.
CREATE TABLE diagnostic (
	id INTEGER PRIMARY KEY,			-- in the order they were met
	run INTEGER NOT NULL REFERENCES run,	-- the run it belongs to
	kind TEXT NOT NULL			-- damaged, unreadable, untouched (left out on purpose), other
		CHECK (kind IN ('damaged', 'unreadable', 'untouched', 'other')),
	file TEXT NOT NULL,			-- the object, archive member or facts file
	message TEXT NOT NULL			-- the cause
) STRICT;

CREATE INDEX diagnostic_run ON diagnostic (run);

-- Every finding as seen from the latest run: the rows of `gprcheck list`, and the fixed ones.
CREATE VIEW v_finding AS
SELECT
	f.id,					-- finding.id
	f.rule,					-- finding.rule
	f.file,					-- finding.file
	o.line,					-- where it was when last seen
	o.col,					-- where it was when last seen
	f.function,				-- finding.function
	f.accessor,				-- finding.accessor
	f.idx,					-- finding.idx
	CASE					-- new, open or fixed
		WHEN f.last_run < l.run THEN 'fixed'
		WHEN f.first_run = l.run THEN 'new'
		ELSE 'open'
	END AS status,
	o.message,				-- what was said when last seen
	f.first_run,				-- finding.first_run
	f.last_run,				-- finding.last_run
	f.fingerprint,				-- finding.fingerprint
	o.id AS occurrence			-- the latest one, for event
FROM (SELECT max(id) AS run FROM run) AS l
	JOIN finding AS f
	JOIN occurrence AS o ON o.finding = f.id AND o.run = f.last_run;

-- The sites of the latest run: the rows of `gprcheck sites`.
CREATE VIEW v_site AS
SELECT
	id,					-- site.id
	file,					-- site.file
	line,					-- site.line
	col,					-- site.col
	function,				-- site.function
	accessor,				-- site.accessor
	verdict,				-- site.verdict
	idx,					-- site.idx
	reason,					-- site.reason
	explain					-- site.explain
FROM site
WHERE run = (SELECT max(id) FROM run);

-- Runs with their figures.
CREATE VIEW v_run AS
SELECT
	r.id,					-- run.id
	r.name,					-- run.name
	datetime(r.time, 'unixepoch') AS time,	-- UTC
	r.commit_id,				-- run.commit_id
	(SELECT count(*) FROM unit WHERE run = r.id) AS units,	-- all units
	(SELECT count(*) FROM unit WHERE run = r.id AND status <> 'ok')
		AS units_not_ok,		-- degraded or failed units
	(SELECT count(*) FROM site WHERE run = r.id AND verdict = 'safe')
		AS safe,			-- sites by verdict
	(SELECT count(*) FROM site WHERE run = r.id AND verdict = 'unproven')
		AS unproven,			-- sites by verdict
	(SELECT count(*) FROM site WHERE run = r.id AND verdict = 'violation')
		AS violation,			-- sites by verdict
	(SELECT count(*) FROM occurrence WHERE run = r.id)
		AS findings,			-- findings seen in this run
	(SELECT count(*) FROM diagnostic WHERE run = r.id)
		AS problems			-- rows of diagnostic
FROM run AS r;
