-- Whether people have done anything with deal ?1 since it was imported.
SELECT 1 FROM deal_history WHERE deal = ?1 AND kind <> 'imported' LIMIT 1
