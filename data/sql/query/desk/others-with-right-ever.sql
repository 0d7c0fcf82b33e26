-- As others-with-right, and also by an account that was closed: closing it must not leave anybody alone.
SELECT 1
  FROM role_right r
  JOIN staff s ON instr (' ' || s.roles || ' ', ' ' || r.role || ' ') > 0
 WHERE r."right" = ?2 AND r.scope IN ('all', 'team') AND r.access <> 'setup'
   AND s.password <> '' AND s.id <> ?1
 LIMIT 1
