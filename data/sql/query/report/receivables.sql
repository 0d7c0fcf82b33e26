-- Deals won until day ?2 with a promised delivery: the day, the amount, and what came in until ?2. ?1 is not used.
SELECT CASE ?3 WHEN 1 THEN substr (d.delivery_on, 1, 7) WHEN 2 THEN coalesce (CAST (d.consultant AS TEXT), '')
         WHEN 3 THEN d.source WHEN 4 THEN d.model ELSE '' END AS part,
       d.delivery_on, d.amount,
       (SELECT coalesce (sum (p.amount), 0) FROM payment p WHERE p.deal = d.id AND p.received_on <= ?2) AS received
  FROM deal d
 WHERE d.delivery_on > '' AND d.delivery_on <> '' AND d.outcome = 'won' AND d.amount > 0
   AND d.closed_on <> '' AND d.closed_on <= ?2
