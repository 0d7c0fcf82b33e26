-- The newest of the last entries, by their times: a clock that was set back makes it another one than the last.
SELECT max(at) FROM (SELECT at FROM audit ORDER BY seq DESC LIMIT 200)
