-- The stages of the deals that were opened from ?1 to before ?2 (UTC ms), oldest first, followed to today: the group by
-- ?3, the time of opening, the move. Imported deals entered their stages elsewhere; invalid and duplicate ones do not
-- count; a dormant deal that woke by itself entered its stage before it slept (deal.wake tells the day as the reason).
SELECT CASE ?3 WHEN 2 THEN coalesce (CAST (d.consultant AS TEXT), '') WHEN 3 THEN d.source WHEN 4 THEN d.model
         ELSE '' END AS part,
       c.at, h.deal, h.kind, h.from_stage, h.to_stage
  FROM deal_history c
  JOIN deal d ON d.id = c.deal
  JOIN deal_history h ON h.deal = c.deal
 WHERE c.at >= ?1 AND c.at < ?2 AND c.kind = 'created' AND NOT (d.outcome = 'lost' AND d.lost_reason = 'invalid')
   AND h.to_stage <> ''
   AND (h.to_stage <> h.from_stage OR h.kind = 'created' OR (h.kind = 'reopened' AND h.reason = ''))
 ORDER BY h.at, h.id
