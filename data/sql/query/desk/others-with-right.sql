-- Whether somebody beside ?1 can sign in and has right ?2 for all, or for a team, and not only while the house is set up.
SELECT 1
  FROM role_right r
  JOIN staff s ON instr (' ' || s.roles || ' ', ' ' || r.role || ' ') > 0
 WHERE r."right" = ?2 AND r.scope IN ('all', 'team') AND r.access <> 'setup'
   AND s.active = 1 AND s.password <> '' AND s.id <> ?1
 LIMIT 1
