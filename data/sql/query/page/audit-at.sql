-- When the first row from ?1 on was written, for looking up a day without reading every row.
SELECT at FROM audit WHERE seq >= ?1 ORDER BY seq LIMIT 1
