-- SPDX-License-Identifier: GPL-2.0-or-later
-- Schema 3: what people say of findings, in words kept here and in comments in the source.
-- Never edited once released: a change is a new step in the table of schema.c.

-- Assessments of findings, every one ever made; of a finding the latest counts.
CREATE TABLE assessment (
	id INTEGER PRIMARY KEY,			-- in the order they came here
	finding INTEGER NOT NULL REFERENCES finding,	-- what is assessed
	verdict TEXT NOT NULL			-- open: as if it had never been assessed
		CHECK (verdict IN ('open', 'confirmed', 'false-positive', 'intentional', 'wontfix')),
	reason TEXT NOT NULL,			-- why, in the words of the author
	author TEXT NOT NULL,			-- 'Name <address>'
	time INTEGER NOT NULL,			-- when it was made, seconds since 1970
	until TEXT NOT NULL,			-- last day it holds, '2027-01-31'; '' for ever
	expression TEXT NOT NULL,		-- the index and where it came from then; it ends when that changes
	UNIQUE (finding, time, verdict, author, reason, until)
) STRICT;

-- Comments `gprcheck: ok RULE: reason` in the source, as a run read them.
CREATE TABLE suppression (
	id INTEGER PRIMARY KEY,			-- in the order of the source
	run INTEGER NOT NULL REFERENCES run,	-- the run that read it
	file TEXT NOT NULL,			-- relative to the tree
	line INTEGER NOT NULL,			-- where the comment begins, from 1
	rule TEXT NOT NULL,			-- the rule it names, '' when it could not be read
	reason TEXT NOT NULL,			-- why, or what is wrong with the comment
	until TEXT NOT NULL,			-- last day it holds, '' for ever
	state TEXT NOT NULL			-- used; unused: no such finding there; expired; malformed
		CHECK (state IN ('used', 'unused', 'expired', 'malformed')),
	finding INTEGER REFERENCES finding	-- what it suppresses, NULL unless used
) STRICT;

CREATE INDEX suppression_run ON suppression (run, finding);

-- The assessment of each finding that counts.
CREATE VIEW v_assessment AS
SELECT
	finding,				-- finding.id
	verdict,				-- assessment.verdict
	reason,					-- assessment.reason
	author,					-- assessment.author
	datetime(time, 'unixepoch') AS time,	-- UTC
	until,					-- assessment.until
	CASE					-- in force, expired, ended
		WHEN until <> '' AND until < date('now') THEN 'expired'
		WHEN expression <> now_is THEN 'ended'
		ELSE 'in force'
	END AS state,
	expression AS was,			-- assessment.expression
	now_is					-- the same of the finding as it was last seen
FROM (
	SELECT a.*, (
		SELECT CASE f.reason WHEN 'replaced' THEN (SELECT end_why FROM occurrence WHERE id = f.occurrence)
			ELSE f.idx || coalesce((
			SELECT group_concat('; ' || origin, '') FROM (
				SELECT e.text || CASE WHEN e.function IN ('', o.function) THEN ''
					ELSE ' in ' || e.function || '()' END AS origin
				FROM occurrence AS o JOIN event AS e ON e.occurrence = o.id
				WHERE o.id = f.occurrence AND e.kind = 'origin' ORDER BY e.step)), '') END
		FROM v_finding AS f WHERE f.id = a.finding) AS now_is
	FROM assessment AS a
	WHERE a.id = (
		SELECT id FROM assessment WHERE finding = a.finding ORDER BY time DESC, id DESC LIMIT 1));
