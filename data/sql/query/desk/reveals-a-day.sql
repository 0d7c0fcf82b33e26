-- How often people with exactly the roles ?3 revealed something, per person and day with at least one, from ?1 up to ?2
-- (UTC ms, midnight of today), the fewest first.
SELECT count (*)
  FROM reveal r
  JOIN staff s ON s.id = r.staff
 WHERE r.at >= ?1 AND r.at < ?2 AND s.roles = ?3
 GROUP BY r.staff, (?2 - 1 - r.at) / 86400000
 ORDER BY 1
