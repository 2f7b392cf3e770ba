-- suicha-draw/1 in PostgreSQL (11 or later): the same key, the same tickets, the same sample as the program.
--
--   psql -f docs/sql/draw_postgres.sql
--   \copy pool FROM 'RECORD.pool.tsv' WITH (FORMAT csv, DELIMITER E'\t', QUOTE E'\x01', NULL '\N', HEADER)
--   SELECT suicha_hold(encode(suicha_key(:'draw_no', :'secret', ARRAY[:'contribution', …]), 'hex'),
--                      'key', ARRAY['B*'], 9);        -- one call a step, in the order of the announcement
--   SELECT * FROM drawn ORDER BY held, place;
--
-- `pool` may be partitioned, a view, or a foreign table; only `drawn` must be local. The digest of the pool is
-- taken of its file:  (echo '#suicha-pool/1'; psql -AtF $'\t' -c
--                      'SELECT id, strata, exclusion FROM pool ORDER BY id COLLATE "C"') | sha256sum

CREATE TABLE pool (
    id        text NOT NULL,
    strata    text NOT NULL,  -- separated by commas
    exclusion text NOT NULL   -- '' = may be drawn
);

CREATE TABLE drawn (
    held    bigint GENERATED ALWAYS AS IDENTITY,
    label   text NOT NULL,
    task    text NOT NULL,    -- '' where the step names none
    place   bigint NOT NULL,
    reserve boolean NOT NULL,
    id      text NOT NULL,
    ticket  bytea NOT NULL
);

-- H(a, b, …): SHA-256 of the parts joined with the byte |
CREATE FUNCTION suicha_h(VARIADIC parts text[]) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT sha256(convert_to(array_to_string(parts, '|'), 'UTF8'))
$$;

CREATE FUNCTION suicha_commitment(secret text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT suicha_h('suicha-draw/1', 'commit', secret)
$$;

CREATE FUNCTION suicha_key(draw_no text, secret text, contributions text[]) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT suicha_h(VARIADIC ARRAY['suicha-draw/1', 'key', draw_no, secret]
                             || ARRAY(SELECT one FROM unnest(contributions) AS one ORDER BY one COLLATE "C"))
$$;

CREATE FUNCTION suicha_ticket(step_key bytea, id text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT sha256(step_key || convert_to(id, 'UTF8'))
$$;

-- The smallest tickets of one step; `take` NULL = "all". A partition's part of a step is the same call on
-- the partition; the parts together, again ordered by ticket, give the whole.
CREATE FUNCTION suicha_step(
    draw_key text, label text, wanted text[], take bigint, task text DEFAULT '', ordering text DEFAULT NULL
) RETURNS TABLE (id text, ticket bytea)
LANGUAGE sql STABLE AS $$
    SELECT pool.id, suicha_ticket(step.key, pool.id) AS ticket
    FROM pool, (SELECT suicha_h('suicha-draw/1', 'step', draw_key, coalesce(ordering, label)) AS key) AS step
    WHERE pool.exclusion = ''
      AND string_to_array(pool.strata, ',') && wanted
      AND NOT EXISTS (
          SELECT FROM drawn
          WHERE drawn.id = pool.id AND drawn.task = suicha_step.task AND NOT drawn.reserve
      )
    ORDER BY ticket
    LIMIT take
$$;

CREATE FUNCTION suicha_hold(
    draw_key text, label text, wanted text[], take bigint, reserve bigint DEFAULT 0,
    task text DEFAULT '', ordering text DEFAULT NULL
) RETURNS bigint
LANGUAGE sql AS $$
    WITH kept AS (
        INSERT INTO drawn (label, task, place, reserve, id, ticket)
        SELECT suicha_hold.label, suicha_hold.task, place, coalesce(place > take, false), found.id, found.ticket
        FROM (
            SELECT row_number() OVER (ORDER BY step.ticket) AS place, step.id, step.ticket
            FROM suicha_step(draw_key, label, wanted, take + reserve, task, ordering) AS step
        ) AS found
        ORDER BY place
        RETURNING 1
    )
    SELECT count(*) FROM kept
$$;
