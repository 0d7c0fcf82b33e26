-- Deals that stand on another stage than their history says: deal, its stage, that of the history. ?1 is 0.
SELECT d.id, d.stage, h.to_stage
  FROM deal d
  JOIN deal_history h ON h.id = (SELECT max (l.id) FROM deal_history l WHERE l.deal = d.id AND l.to_stage <> '')
 WHERE d.id > ?1 AND h.to_stage <> d.stage
