-- Deals closed from day ?1 to day ?2 by outcome; ?3 says by what they are grouped (YbFigureGroup).
SELECT CASE ?3 WHEN 1 THEN substr (closed_on, 1, 7) WHEN 2 THEN coalesce (CAST (consultant AS TEXT), '')
         WHEN 3 THEN source WHEN 4 THEN model ELSE '' END AS part,
       outcome, lost_reason, CASE WHEN source = 'referral' THEN 1 ELSE 0 END AS referred,
       count (*), coalesce (sum (amount), 0)
  FROM deal
 WHERE closed_on >= ?1 AND closed_on <= ?2 AND closed_on <> ''
 GROUP BY 1, 2, 3, 4
 ORDER BY 1, 2, 3, 4
