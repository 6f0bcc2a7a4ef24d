-- SPDX-License-Identifier: GPL-2.0-or-later
-- Schema 2: runs say what they looked at, a finding is one identity under several keys, and
-- an occurrence is a stretch of runs. store_fill_keys() adds what SQL cannot compute.
-- Never edited once released: a change is a new step in the table of schema.c.

DROP VIEW v_finding;
DROP VIEW v_run;
DROP INDEX occurrence_run;

-- What runs can be compared with: one configuration, built for one machine by one compiler.
CREATE TABLE variant (
	id INTEGER PRIMARY KEY,			-- for run and occurrence
	config TEXT NOT NULL,			-- given with --config, else the hash of .config, '' unknown
	arch TEXT NOT NULL,			-- the machine of the objects: 'x86_64', '' unknown
	compiler TEXT NOT NULL,			-- front ends with the major version of the compiler: 'gcc 12'
	UNIQUE (config, arch, compiler)
) STRICT;

ALTER TABLE run ADD COLUMN uid TEXT NOT NULL DEFAULT '';	-- tells the run from all others, also of other databases
ALTER TABLE run ADD COLUMN variant INTEGER REFERENCES variant;	-- what it may be compared with
ALTER TABLE run ADD COLUMN tree_state TEXT NOT NULL DEFAULT '';	-- clean, dirty (differs from the commit), '' unknown
ALTER TABLE run ADD COLUMN config_hash TEXT NOT NULL DEFAULT '';	-- of .config, 16 hex digits, '' when there was none
ALTER TABLE run ADD COLUMN arch TEXT NOT NULL DEFAULT '';	-- machines of the objects, comma-separated
ALTER TABLE run ADD COLUMN compilers TEXT NOT NULL DEFAULT '';	-- front ends and full versions: 'clang 19.1.7,gcc 12.2.0'
ALTER TABLE run ADD COLUMN packs TEXT NOT NULL DEFAULT '';	-- rule packs in force as NAME:HASH, comma-separated
ALTER TABLE run ADD COLUMN units_expected INTEGER NOT NULL DEFAULT 0;	-- units that were asked for, with or without facts
ALTER TABLE run ADD COLUMN units_seen INTEGER NOT NULL DEFAULT 0;	-- units with facts
ALTER TABLE run ADD COLUMN units_degraded INTEGER NOT NULL DEFAULT 0;	-- of these, analysed with something missing
ALTER TABLE run ADD COLUMN units_failed INTEGER NOT NULL DEFAULT 0;	-- of these, given up by the front end
ALTER TABLE run ADD COLUMN sites_safe INTEGER NOT NULL DEFAULT 0;	-- sites with this verdict
ALTER TABLE run ADD COLUMN sites_unproven INTEGER NOT NULL DEFAULT 0;	-- sites with this verdict
ALTER TABLE run ADD COLUMN sites_violation INTEGER NOT NULL DEFAULT 0;	-- sites with this verdict
ALTER TABLE run ADD COLUMN findings_new INTEGER NOT NULL DEFAULT 0;	-- findings with this status, seen from this run
ALTER TABLE run ADD COLUMN findings_open INTEGER NOT NULL DEFAULT 0;	-- findings with this status, seen from this run
ALTER TABLE run ADD COLUMN findings_fixed INTEGER NOT NULL DEFAULT 0;	-- findings with this status, seen from this run
ALTER TABLE run ADD COLUMN findings_lost INTEGER NOT NULL DEFAULT 0;	-- findings with this status, seen from this run

-- Files that were renamed before a run, as far as findings in them were recognised by it.
CREATE TABLE renamed (
	run INTEGER NOT NULL REFERENCES run,	-- the first run that saw the new name
	old_file TEXT NOT NULL,			-- relative to the tree
	new_file TEXT NOT NULL,			-- relative to the tree
	PRIMARY KEY (run, old_file, new_file)
) STRICT, WITHOUT ROWID;

-- What a finding is recognised by, from strict to loose.
CREATE TABLE finding_key (
	kind TEXT NOT NULL			-- what went into it, see Identity
		CHECK (kind IN ('exact', 'place', 'function', 'file')),
	hash TEXT NOT NULL,			-- 16 hex digits
	finding INTEGER NOT NULL REFERENCES finding,	-- several: twins
	PRIMARY KEY (hash, kind, finding)
) STRICT, WITHOUT ROWID;

-- A finding as it was in a stretch of runs of one variant, none of them missing.
CREATE TABLE occurrence_2 (
	id INTEGER PRIMARY KEY,			-- for event
	finding INTEGER NOT NULL REFERENCES finding,	-- what was seen
	variant INTEGER NOT NULL REFERENCES variant,	-- whose runs saw it
	first_run INTEGER NOT NULL REFERENCES run,	-- the first run that saw it like this
	last_run INTEGER NOT NULL REFERENCES run,	-- the last run that saw it like this
	file TEXT NOT NULL,			-- of the place, relative to the tree
	line INTEGER NOT NULL,			-- of the place, from 1, 0 unknown
	col INTEGER NOT NULL,			-- from 1, 0 unknown
	function TEXT NOT NULL,			-- the function the place is in
	message TEXT NOT NULL,			-- the text of the warning
	site_file TEXT NOT NULL,		-- the accessor call that is reached: its file
	site_line INTEGER NOT NULL,		-- its line
	site_col INTEGER NOT NULL,		-- its column
	site_function TEXT NOT NULL,		-- the function it is in
	position INTEGER NOT NULL,		-- of the place among the sites of this accessor in this function, 0 none of them
	content TEXT NOT NULL,			-- hash of all that was said, 16 hex digits: equal when nothing changed
	matched TEXT NOT NULL			-- the key by which the first of these runs recognised it, see Identity
		CHECK (matched IN ('new', 'exact', 'place', 'renamed', 'moved', 'function', 'renamed-function',
			'unknown')),
	matched_why TEXT NOT NULL,		-- what differed: 'was in a.c', ''
	end_run INTEGER REFERENCES run,		-- the next run of the variant, which saw it no more or otherwise; NULL: none yet
	end_reason TEXT NOT NULL		-- why: '' not ended, changed: goes on in another row, else gone, see Status
		CHECK (end_reason IN ('', 'changed', 'safe', 'deleted', 'not-built', 'unit-failed',
			'unit-degraded', 'rules', 'unproven', 'replaced', 'unknown')),
	end_why TEXT NOT NULL,			-- more on the reason
	end_commit TEXT NOT NULL,		-- the only commit between both runs that changed the file, else ''
	CHECK ((end_run IS NULL) = (end_reason = ''))
) STRICT;

-- The path of an occurrence, step by step.
CREATE TABLE event_2 (
	occurrence INTEGER NOT NULL REFERENCES occurrence_2,	-- whose path this is
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

-- ---- what schema 1 knew

-- The same for every copy of the database, so that copies merge into one.
UPDATE run SET
	uid = printf('1-%d-%d-%s', id, time, name),
	compilers = coalesce((SELECT group_concat(c, ',') FROM
		(SELECT DISTINCT frontend || ' ' || compiler AS c FROM unit WHERE run = run.id ORDER BY c)), ''),
	units_expected = objects - objects_untouched,
	units_seen = (SELECT count(*) FROM unit WHERE run = run.id),
	units_degraded = (SELECT count(*) FROM unit WHERE run = run.id AND status = 'degraded'),
	units_failed = (SELECT count(*) FROM unit WHERE run = run.id AND status = 'failed'),
	sites_safe = (SELECT count(*) FROM site WHERE run = run.id AND verdict = 'safe'),
	sites_unproven = (SELECT count(*) FROM site WHERE run = run.id AND verdict = 'unproven'),
	sites_violation = (SELECT count(*) FROM site WHERE run = run.id AND verdict = 'violation'),
	findings_new = (SELECT count(*) FROM finding WHERE first_run = run.id),
	findings_open = (SELECT count(*) FROM occurrence WHERE run = run.id)
		- (SELECT count(*) FROM finding WHERE first_run = run.id),
	findings_lost = (SELECT count(*) FROM finding WHERE first_run <= run.id)
		- (SELECT count(*) FROM occurrence WHERE run = run.id);

CREATE TEMP TABLE run_variant AS
SELECT r.id AS run, coalesce((SELECT group_concat(c, ',') FROM
	(SELECT DISTINCT frontend || ' ' ||
		CASE instr(compiler, '.') WHEN 0 THEN compiler ELSE substr(compiler, 1, instr(compiler, '.') - 1) END AS c
	FROM unit WHERE run = r.id ORDER BY c)), '') AS compiler
FROM run AS r;

INSERT INTO variant (config, arch, compiler)
SELECT DISTINCT '', '', compiler FROM run_variant ORDER BY run;

UPDATE run SET variant = (SELECT v.id FROM variant AS v JOIN run_variant AS rv USING (compiler) WHERE rv.run = run.id);

DROP TABLE temp.run_variant;

-- Occurrences that say the same in runs that follow one another become one.
INSERT INTO occurrence_2
SELECT max(o.id), o.finding, o.variant, min(o.run), max(o.run), f.file, o.line, o.col, f.function, o.message,
	o.site_file, o.site_line, o.site_col, o.site_function, 0, '', 'unknown', '', NULL, '', '', ''
FROM (
	SELECT o.*, r.variant, r.number - row_number() OVER (
		PARTITION BY o.finding, r.variant, o.line, o.col, o.message, o.site_file, o.site_line, o.site_col,
			o.site_function
		ORDER BY o.run) AS stretch
	FROM occurrence AS o
		JOIN (SELECT id, variant, row_number() OVER (PARTITION BY variant ORDER BY id) AS number FROM run) AS r
			ON r.id = o.run
) AS o JOIN finding AS f ON f.id = o.finding
GROUP BY o.finding, o.variant, o.line, o.col, o.message, o.site_file, o.site_line, o.site_col, o.site_function,
	o.stretch;

INSERT INTO event_2 SELECT e.* FROM event AS e JOIN occurrence_2 AS o ON o.id = e.occurrence;

DROP TABLE event;
DROP TABLE occurrence;
ALTER TABLE occurrence_2 RENAME TO occurrence;
ALTER TABLE event_2 RENAME TO event;

CREATE INDEX occurrence_finding ON occurrence (finding, variant, first_run);
CREATE INDEX occurrence_first_run ON occurrence (variant, first_run);
CREATE INDEX occurrence_last_run ON occurrence (variant, last_run);
CREATE INDEX run_variant ON run (variant, id);
CREATE UNIQUE INDEX run_uid ON run (uid);

UPDATE occurrence AS o SET (end_run, end_reason) = (
	SELECT e.id, CASE WHEN EXISTS (
			SELECT 1 FROM occurrence AS n
			WHERE n.finding = o.finding AND n.variant = o.variant AND n.first_run = e.id)
		THEN 'changed' ELSE 'unknown' END
	FROM run AS e WHERE e.variant = o.variant AND e.id > o.last_run ORDER BY e.id LIMIT 1)
WHERE EXISTS (SELECT 1 FROM run AS e WHERE e.variant = o.variant AND e.id > o.last_run);

UPDATE occurrence AS o SET matched = 'new'
WHERE first_run = (SELECT first_run FROM finding AS f WHERE f.id = o.finding);

-- Every finding as seen from the latest run: the rows of `gprcheck list`, and those that are gone.
CREATE VIEW v_finding AS
SELECT
	f.id,					-- finding.id
	f.rule,					-- finding.rule
	o.file,					-- where it was when last seen
	o.line,					-- where it was when last seen
	o.col,					-- where it was when last seen
	o.function,				-- where it was when last seen
	f.accessor,				-- finding.accessor
	f.idx,					-- finding.idx
	CASE					-- new, open, fixed or lost
		WHEN o.variant <> l.variant THEN 'lost'
		WHEN o.last_run = l.id AND f.first_run = l.id THEN 'new'
		WHEN o.last_run = l.id THEN 'open'
		WHEN o.end_reason IN ('safe', 'deleted') THEN 'fixed'
		ELSE 'lost'
	END AS status,
	CASE					-- why it is gone
		WHEN o.variant <> l.variant THEN 'other-variant'
		ELSE o.end_reason
	END AS reason,
	o.message,				-- what was said when last seen
	f.first_run,				-- finding.first_run
	o.last_run,				-- the latest run of that variant that saw it
	f.fingerprint,				-- finding.fingerprint
	o.id AS occurrence			-- the latest one, for event
FROM run AS l
	JOIN finding AS f
	JOIN occurrence AS o ON o.finding = f.id
WHERE l.id = (SELECT max(id) FROM run) AND o.id = coalesce(
	(SELECT id FROM occurrence WHERE finding = f.id AND variant = l.variant ORDER BY first_run DESC LIMIT 1),
	(SELECT id FROM occurrence WHERE finding = f.id ORDER BY first_run DESC LIMIT 1));

-- Which run saw which finding.
CREATE VIEW v_seen AS
SELECT
	o.finding,				-- finding.id
	r.id AS run,				-- run.id
	o.id AS occurrence			-- how it was then
FROM occurrence AS o
	JOIN run AS r ON r.variant = o.variant AND r.id BETWEEN o.first_run AND o.last_run;

-- Findings by variant: where one was seen, and whether it is there still.
CREATE VIEW v_matrix AS
SELECT
	o.finding,				-- finding.id
	v.id AS variant,			-- variant.id
	v.config,				-- variant.config
	v.arch,					-- variant.arch
	v.compiler,				-- variant.compiler
	min(o.first_run) AS first_run,		-- first run of this variant that saw it
	max(o.last_run) AS last_run,		-- latest run of this variant that saw it
	max(o.end_run IS NULL) AS is_there	-- 1: the latest run of this variant saw it
FROM occurrence AS o JOIN variant AS v ON v.id = o.variant
GROUP BY o.finding, v.id;

-- Runs with their figures.
CREATE VIEW v_run AS
SELECT
	r.id,					-- run.id
	r.name,					-- run.name
	datetime(r.time, 'unixepoch') AS time,	-- UTC
	r.commit_id,				-- run.commit_id
	r.tree_state,				-- run.tree_state
	v.config,				-- variant.config
	v.arch,					-- variant.arch
	r.compilers,				-- run.compilers
	r.packs,				-- run.packs
	r.units_expected,			-- run.units_expected
	r.units_seen AS units,			-- all units
	r.units_degraded + r.units_failed
		AS units_not_ok,		-- degraded or failed units
	r.sites_safe AS safe,			-- sites with this verdict
	r.sites_unproven AS unproven,		-- sites with this verdict
	r.sites_violation AS violation,		-- sites with this verdict
	r.findings_new + r.findings_open
		AS findings,			-- findings seen in this run
	(SELECT count(*) FROM diagnostic WHERE run = r.id)
		AS problems			-- rows of diagnostic
FROM run AS r JOIN variant AS v ON v.id = r.variant;
