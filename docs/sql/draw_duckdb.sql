-- suicha-draw/1 in DuckDB: the same key, the same tickets, the same sample as the program.
--
--   INSERT INTO pool SELECT * FROM read_csv('RECORD.pool.tsv', skip = 1, header = false, auto_detect = false,
--       delim = '\t', quote = '', escape = '', nullstr = '\N',
--       columns = {'id': 'VARCHAR', 'strata': 'VARCHAR', 'exclusion': 'VARCHAR'});
--
-- A register in parquet or in another database needs no table: CREATE VIEW pool AS SELECT …
-- The last statement holds one step; run it for each step in the order of the announcement.
-- sha256() gives hexadecimal text, whose order is that of the bytes.

CREATE TABLE pool (
    id        VARCHAR NOT NULL,
    strata    VARCHAR NOT NULL, -- separated by commas
    exclusion VARCHAR NOT NULL  -- '' = may be drawn
);

CREATE TABLE drawn (
    label   VARCHAR NOT NULL,
    task    VARCHAR NOT NULL,   -- '' where the step names none
    place   BIGINT NOT NULL,
    reserve BOOLEAN NOT NULL,
    id      VARCHAR NOT NULL,
    ticket  VARCHAR NOT NULL
);

-- H(a, b, …): SHA-256 of the parts joined with the byte |
CREATE MACRO suicha_h(parts) AS sha256(encode(array_to_string(parts, '|')));

CREATE MACRO suicha_commitment(secret) AS suicha_h(['suicha-draw/1', 'commit', secret]);

CREATE MACRO suicha_key(draw_no, secret, contributions) AS
    suicha_h(['suicha-draw/1', 'key', draw_no, secret] || list_sort(contributions));

CREATE MACRO suicha_step_key(draw_key, ordering) AS suicha_h(['suicha-draw/1', 'step', draw_key, ordering]);

CREATE MACRO suicha_ticket(step_key, id) AS sha256(unhex(step_key) || encode(id));

-- $take: a very large number for "all"; $ordering: the step's label where it names no order; $task: '' likewise
INSERT INTO drawn
SELECT $label, $task, row_number() OVER (ORDER BY ticket) AS place, place > $take, id, ticket
FROM (
    SELECT id, suicha_ticket(suicha_step_key($draw_key, $ordering), id) AS ticket
    FROM pool
    WHERE exclusion = ''
      AND list_has_any(string_split(strata, ','), $wanted)
      AND id NOT IN (SELECT drawn.id FROM drawn WHERE drawn.task = $task AND NOT drawn.reserve)
    ORDER BY ticket
    LIMIT $take + $reserve
);
