-- Changes of stage from ?1 to before ?2 (UTC ms), oldest first. Imported deals entered their stages elsewhere; a dormant
-- deal that woke by itself entered its stage before it slept (deal.wake tells the day as the reason).
SELECT CASE ?3 WHEN 2 THEN coalesce (CAST (d.consultant AS TEXT), '') WHEN 3 THEN d.source WHEN 4 THEN d.model
         ELSE '' END AS part,
       h.at, h.deal, h.kind, h.from_stage, h.to_stage
  FROM deal_history h
  JOIN deal d ON d.id = h.deal
 WHERE h.at >= ?1 AND h.at < ?2 AND h.kind <> 'imported' AND h.to_stage <> ''
   AND (h.to_stage <> h.from_stage OR h.kind = 'created' OR (h.kind = 'reopened' AND h.reason = ''))
 ORDER BY h.at, h.id
