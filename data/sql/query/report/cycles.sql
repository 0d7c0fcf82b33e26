-- First and last day of every deal won from day ?1 to day ?2.
SELECT CASE ?3 WHEN 1 THEN substr (closed_on, 1, 7) WHEN 2 THEN coalesce (CAST (consultant AS TEXT), '')
         WHEN 3 THEN source WHEN 4 THEN model ELSE '' END AS part,
       opened_on, closed_on
  FROM deal
 WHERE closed_on >= ?1 AND closed_on <= ?2 AND closed_on <> ''
   AND outcome = 'won' AND opened_on <> '' AND opened_on <= closed_on
