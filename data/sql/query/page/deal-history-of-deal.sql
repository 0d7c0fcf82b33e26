-- Newest first. ?3 deal.
SELECT id FROM deal_history WHERE deal = ?3 ORDER BY id DESC LIMIT ?1
