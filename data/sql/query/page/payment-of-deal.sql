-- Newest first. ?3 deal.
SELECT id FROM payment WHERE deal = ?3 ORDER BY id DESC LIMIT ?1
