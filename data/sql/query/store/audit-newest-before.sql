-- The newest of the entries before one, by their times.
SELECT max(at) FROM (SELECT at FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT 200)
