-- Cars delivered from day ?1 to day ?2.
SELECT CASE ?3 WHEN 1 THEN substr (delivered_on, 1, 7) WHEN 2 THEN coalesce (CAST (consultant AS TEXT), '')
         WHEN 3 THEN source WHEN 4 THEN model ELSE '' END AS part,
       count (*)
  FROM deal
 WHERE delivered_on >= ?1 AND delivered_on <= ?2 AND delivered_on <> ''
 GROUP BY 1
 ORDER BY 1
