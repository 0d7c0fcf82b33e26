-- Newest first. ?3 deal.
SELECT id FROM objection WHERE deal = ?3 ORDER BY id DESC LIMIT ?1
