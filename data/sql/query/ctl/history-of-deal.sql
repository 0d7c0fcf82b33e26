-- History of deal ?1, oldest first.
SELECT id FROM deal_history WHERE deal = ?1 ORDER BY id
