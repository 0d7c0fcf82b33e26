-- Newest first. ?3 deal.
SELECT id FROM contact WHERE deal = ?3 ORDER BY at DESC, id DESC LIMIT ?1
