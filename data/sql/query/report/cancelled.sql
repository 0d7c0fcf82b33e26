-- Contracts cancelled from ?1 to before ?2 (UTC ms): the group by ?3, the time. What was taken back does not count.
SELECT CASE ?3 WHEN 2 THEN coalesce (CAST (d.consultant AS TEXT), '') WHEN 3 THEN d.source WHEN 4 THEN d.model
         ELSE '' END AS part,
       h.at
  FROM deal_history h
  JOIN deal d ON d.id = h.deal
 WHERE h.at >= ?1 AND h.at < ?2 AND h.kind = 'cancelled'
   AND coalesce ((SELECT n.kind FROM deal_history n
                   WHERE n.deal = h.deal AND n.id > h.id AND n.from_outcome <> n.to_outcome
                   ORDER BY n.id LIMIT 1), '') <> 'undone'
